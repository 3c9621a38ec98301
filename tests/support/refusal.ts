/** What a call says when it refuses: the name of the error and its sentence; throws when the call goes through. */
export function refusal(call: () => unknown): string {
  let answer: unknown;
  try {
    answer = call();
  } catch (error) {
    if (error instanceof Error) return `${error.name}: ${error.message}`;
    throw error;
  }
  throw new Error(`refusal: the call is refused; got ${String(answer)}`);
}
