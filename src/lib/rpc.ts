/**
 * Calls across a Worker boundary, typed by the interface of the far side. Arguments and results are cloned.
 *
 *   worker:  expose({ add: (a: number, b: number) => a + b })
 *   page:    const remote = connect<Api>(worker); await remote.call('add', 1, 2)
 */
type Method = (...args: never[]) => unknown;
type Port = {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
};
type Request = { id: number; method: string; args: never[] };
type Response = { id: number; result?: unknown; error?: { name: string; message: string } };

export interface Remote<Api> {
  call<K extends keyof Api & string>(
    method: K,
    ...args: Api[K] extends (...a: infer A) => unknown ? A : never
  ): Promise<Api[K] extends (...a: never[]) => infer R ? Awaited<R> : never>;
  /** Ends the Worker; calls under way fail with an AbortError. */
  terminate(): void;
}

/** Answers calls to `api`. An error crosses with its name and message. */
export function expose(api: Record<string, Method>, port: Port = self as unknown as Port): void {
  port.onmessage = async ({ data: { id, method, args } }: MessageEvent<Request>) => {
    try {
      port.postMessage({ id, result: await api[method]!(...args) });
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      port.postMessage({ id, error: { name: error.name, message: error.message } });
    }
  };
}

/** The page's side of `worker`. A crash of the Worker fails every call that waits. */
export function connect<Api>(worker: Worker): Remote<Api> {
  let count = 0;
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  const failAll = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.onmessage = ({ data: { id, result, error } }: MessageEvent<Response>) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (error) call?.reject(Object.assign(new Error(error.message), { name: error.name }));
    else call?.resolve(result as never);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    failAll(new Error(`worker: the Worker runs; got ${event.message || 'a script that could not be loaded'}`));
  };
  worker.onmessageerror = () => failAll(new Error('worker: messages can be cloned; got one that cannot'));
  return {
    call: (method, ...args) =>
      new Promise((resolve, reject) => {
        const id = ++count;
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, method, args });
      }),
    terminate() {
      worker.terminate();
      failAll(new DOMException('the Worker was ended', 'AbortError'));
    },
  };
}
