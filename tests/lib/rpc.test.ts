import { describe, expect, it } from 'vitest';
import { connect, expose } from '@/lib/rpc';
import { DomainError } from '@/lib/errors';

const api = {
  add: (a: number, b: number) => a + b,
  later: async (x: number) => x * 2,
  fail: () => {
    throw new DomainError('fail: x is positive; got −1');
  },
  never: () => new Promise<number>(() => {}),
};

/** Two ends of a MessageChannel stand for a page and its Worker. */
function pair() {
  const { port1, port2 } = new MessageChannel();
  expose(api, port2 as never);
  const worker = Object.assign(port1, { terminate: () => (port1.close(), port2.close()), onerror: null as never });
  return { remote: connect<typeof api>(worker as unknown as Worker), worker };
}

describe('rpc', () => {
  it('calls cross and answers come back, several at once', async () => {
    const { remote } = pair();
    expect(await Promise.all([remote.call('add', 1, 2), remote.call('later', 4)])).toEqual([3, 8]);
    remote.terminate();
  });
  it('an error keeps its name and sentence', async () => {
    const { remote } = pair();
    await expect(remote.call('fail')).rejects.toMatchObject({
      name: 'DomainError',
      message: 'fail: x is positive; got −1',
    });
    remote.terminate();
  });
  it('ending the Worker fails the calls that wait', async () => {
    const { remote } = pair();
    const waiting = remote.call('never');
    remote.terminate();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
  it('a crash of the Worker fails the calls that wait, and says what the browser said', async () => {
    const { remote, worker } = pair();
    const waiting = remote.call('never');
    (worker.onerror as unknown as (event: unknown) => void)({ message: 'out of memory', preventDefault: () => {} });
    await expect(waiting).rejects.toThrowErrorMatchingInlineSnapshot(
      `[Error: worker: the Worker runs; got out of memory]`,
    );
    remote.terminate();
  });
});
