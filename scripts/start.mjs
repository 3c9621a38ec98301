/** `npm start`: installs what is missing, builds the book (WASM core included) and serves it. */
import { join } from 'node:path';
import { env } from 'node:process';
import { buildBook } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { main, root } from './run.mjs';
import { serve } from './serve.mjs';

await main(async () => {
  ensureInstalled();
  const dir = env.OUT ?? join(root, 'dist');
  await buildBook({ OUT: dir });
  const { url } = await serve({ dir, base: env.BASE ?? '/', port: Number(env.PORT ?? 4321) });
  console.log(`\nThe book is at ${url}  (Ctrl+C ends it)`);
});
