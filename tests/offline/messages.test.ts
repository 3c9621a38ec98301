import { describe, expect, it } from 'vitest';
import { ask, type Answer, type Message } from '@/offline/messages';

/** A service worker that answers as told; one that does not answer leaves the port alone. */
const worker = (answer?: (message: Message) => Answer<unknown>) =>
  ({
    postMessage(message: Message, [port]: MessagePort[]) {
      if (answer) port!.postMessage(answer(message));
    },
  }) as unknown as ServiceWorker;

describe('ask', () => {
  it('resolves with the answer', async () => {
    const echo = worker((message) => ({ result: message.type }));
    expect(await ask(echo, { type: 'plan', groups: [] })).toBe('plan');
  });

  it('rejects with the error of the other side, by its name', async () => {
    const failing = worker(() => ({ error: { name: 'MissingFileError', message: 'gone' } }));
    await expect(ask(failing, { type: 'fetch', keys: [] })).rejects.toMatchObject({
      name: 'MissingFileError',
      message: 'gone',
    });
  });

  it('does not wait for ever', async () => {
    await expect(ask(worker(), { type: 'fetch', keys: [] }, 0.01)).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
