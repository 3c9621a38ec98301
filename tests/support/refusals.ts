/** What each call refuses with, by its name: 'DomainError: …'. A call that goes through says so, and a snapshot shows it. */
export function refusals(calls: Readonly<Record<string, () => unknown>>): Readonly<Record<string, string>> {
  const said = (call: () => unknown) => {
    try {
      return `no refusal: ${String(call())}`;
    } catch (error) {
      return String(error);
    }
  };
  return Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, said(call)]));
}
