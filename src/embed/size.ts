/** Runs in an embed: tells the page around it how high it is, and listens for the theme. */

/**
 * What to say when the height is `height`. WordPress puts frames of other sites behind a secret, in the hash, and
 * listens to its own message.
 *
 * @example sizeMessages('cap-table', 480, '') // [{ type: 'book-embed:size', id: 'cap-table', height: 480 }]
 * @example sizeMessages('x', 480, '#?secret=a1')[1] // { message: 'height', value: 480, secret: 'a1' }
 */
export function sizeMessages(id: string, height: number, hash: string): object[] {
  const size = { type: 'book-embed:size', id, height };
  const secret = /[?&]secret=([\w-]+)/.exec(hash)?.[1];
  return secret ? [size, { message: 'height', value: height, secret }] : [size];
}

/** The theme that a message asks for: 'auto' follows the reader's system. Undefined when it asks for none. */
export function themeOf(data: unknown): 'light' | 'dark' | 'auto' | undefined {
  const { type, theme } = (data ?? {}) as { type?: unknown; theme?: unknown };
  if (type !== 'book-embed:theme') return undefined;
  return theme === 'light' || theme === 'dark' ? theme : 'auto';
}

/** Keeps the page around informed. The size is no secret, so it goes to whoever embeds. */
export function startEmbed(id: string): void {
  const root = document.documentElement;
  let last = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(root.getBoundingClientRect().height);
    if (height === last) return;
    last = height;
    for (const message of sizeMessages(id, height, location.hash)) parent.postMessage(message, '*');
  }).observe(root);
  addEventListener('message', ({ data, source }) => {
    const theme = source === parent ? themeOf(data) : undefined;
    if (theme === 'auto') delete root.dataset['theme'];
    else if (theme) root.dataset['theme'] = theme;
  });
}
