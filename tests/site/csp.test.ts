import { describe, expect, it } from 'vitest';
import { inlineHashes, policyOf, sourceHash, withPolicy } from '@/site/csp';

const page = (head: string, body = '') =>
  `<!doctype html><html><head><meta charset="utf-8">${head}</head><body>${body}</body></html>`;
const directive = (policy: string, name: string) =>
  policy
    .split(';')
    .find((d) => d.startsWith(`${name} `))
    ?.split(' ')
    .slice(1);

describe('sourceHash', () => {
  it('is that of the example in the CSP specification', () => {
    // CSP Level 3, section 8.3: alert('Hello, world.');
    expect(sourceHash(`alert('Hello, world.');`)).toBe(`'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='`);
  });

  it('sees the line ends that a browser sees', () => {
    expect(sourceHash('a\r\nb')).toBe(sourceHash('a\nb'));
  });
});

describe('inlineHashes', () => {
  it('finds every inline script and style once, and nothing that has an address or is data', () => {
    const html = page(
      `<style>a{}</style><script>one()</script><script type="module">two()</script><script src="/x.js"></script>
       <script type="application/ld+json">{"a":1}</script><script type="application/json">{}</script><script>one()</script>`,
      `<script type=text/template>three()</script><style media="print">b{}</style>`,
    );
    expect(inlineHashes(html)).toEqual({
      scripts: [sourceHash('one()'), sourceHash('two()')],
      styles: [sourceHash('a{}'), sourceHash('b{}')],
    });
  });

  it('does not take a style inside a script, or one in a comment, for a style', () => {
    const html = page(`<script>document.write('<style>x{}</style>')</script><!-- <style>y{}</style> -->`);
    expect(inlineHashes(html).styles).toEqual([]);
  });

  it('counts an import map as code', () => {
    expect(inlineHashes(page('<script type="importmap">{}</script>')).scripts).toEqual([sourceHash('{}')]);
  });
});

describe('policyOf', () => {
  const html = page('<script>one()</script>');

  it('never allows eval, inline scripts or other origins', () => {
    for (const policy of [policyOf(html), policyOf(html, { embed: true })]) {
      expect(policy).not.toContain(`'unsafe-eval'`);
      expect(directive(policy, 'script-src')).toEqual([`'self'`, `'wasm-unsafe-eval'`, sourceHash('one()')]);
      expect(policy).not.toMatch(/https?:|\*/);
    }
  });

  it('lets only embeds start a Worker from a data: module', () => {
    expect(directive(policyOf(html), 'worker-src')).toEqual([`'self'`]);
    expect(directive(policyOf(html, { embed: true }), 'worker-src')).toEqual([`'self'`, 'data:']);
  });

  it(`names the site's origin beside 'self' on embeds alone`, () => {
    const origin = 'https://book.example';
    expect(directive(policyOf(html, { embed: true, origin }), 'connect-src')).toEqual([`'self'`, origin]);
    expect(policyOf(html, { origin })).not.toContain(origin);
  });
});

describe('withPolicy', () => {
  it('puts the policy after the charset and before everything it binds', () => {
    const bound = withPolicy(page('<script>one()</script>'));
    expect(bound).toMatch(
      /<head><meta charset="utf-8"><meta http-equiv="content-security-policy" content="[^"]+"><script>/,
    );
  });

  it('refuses a page that it cannot bind', () => {
    expect(() => withPolicy('<p>no head')).toThrowErrorMatchingInlineSnapshot(
      `[Error: withPolicy: a page has a <head>; got "<p>no head"]`,
    );
  });
});
