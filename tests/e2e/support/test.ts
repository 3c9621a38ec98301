/**
 * Playwright's `test`, with a watch over every page of every test: a console message, an uncaught error or a request
 * to another origin fails it. A test that expects one says so with `watch.expect(/pattern/)`.
 */
import { test as plain, expect } from '@playwright/test';

export { expect };

export type Watch = {
  /** Lets through, and demands, what matches. */
  expect(pattern: RegExp): void;
};

/** What Playwright itself prints where the configuration blocks service workers. */
const OWN = /Service Worker registration blocked by Playwright/;

export const test = plain.extend<{ watch: Watch }>({
  watch: [
    async ({ context, baseURL }, use) => {
      const origin = new URL(baseURL!).origin;
      const heard: string[] = [];
      const expected: RegExp[] = [];
      context.on('console', (message) => {
        if (!OWN.test(message.text()))
          heard.push(`console.${message.type()}: ${message.text()} (${message.location().url})`);
      });
      context.on('weberror', (error) => heard.push(`uncaught: ${error.error().stack ?? error.error().message}`));
      context.on('request', (request) => {
        const url = new URL(request.url());
        if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== origin)
          heard.push(`request: ${request.url()}`);
      });
      await use({ expect: (pattern) => void expected.push(pattern) });
      expect(
        heard.filter((line) => !expected.some((pattern) => pattern.test(line))),
        'no console message, uncaught error or request to another origin',
      ).toEqual([]);
      for (const pattern of expected) expect(heard.join('\n')).toMatch(pattern);
    },
    { auto: true },
  ],
});
