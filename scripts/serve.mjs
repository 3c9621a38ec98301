#!/usr/bin/env node
/**
 * A static host for `npm run preview` and the browser tests; it behaves as the common CDNs do.
 *
 *   node scripts/serve.mjs [--dir dist] [--base /] [--port 4321] [--cors] [--csp "<policy>"]
 *
 * The files of `dir` stand under `base`; a path that names a folder is redirected to its slash; what is missing gets
 * 404.html. `headers` are sent with every answer. A port in use is passed over for the next one.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
};
const CORS = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' };

/** Starts serving. Resolves, once it listens, with the address of the site and a way to stop. */
export async function serve({ dir = 'dist', base = '/', port = 4321, headers = {} } = {}) {
  const root = resolve(dir);
  const prefix = `/${base}/`.replace(/\/+/g, '/');
  const server = createServer((request, response) => {
    answer(root, prefix, request).then(
      ({ status, type, file, location }) => {
        response.writeHead(status, {
          'cache-control': 'no-cache',
          'x-content-type-options': 'nosniff',
          ...(type && { 'content-type': type }),
          ...(location && { location }),
          ...headers,
        });
        if (!file || request.method === 'HEAD') response.end();
        else
          createReadStream(file)
            .on('error', () => response.destroy())
            .pipe(response);
      },
      (error) => response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error)),
    );
  });
  const taken = await listen(server, port);
  return {
    url: `http://localhost:${taken}${prefix}`,
    port: taken,
    close: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}

async function answer(root, prefix, { url }) {
  const { pathname, search } = new URL(url, 'http://localhost');
  if (`${pathname}/` === prefix) return { status: 308, location: prefix + search };
  if (!pathname.startsWith(prefix)) return missing(root);
  let path;
  try {
    path = normalize(join(root, decodeURIComponent(pathname.slice(prefix.length))));
  } catch {
    return missing(root); // a stray % names no file
  }
  if (path !== root && !path.startsWith(root + sep)) return missing(root);
  const isFolder = await isA('Directory', path);
  if (isFolder && !pathname.endsWith('/')) return { status: 308, location: `${pathname}/${search}` };
  const file = isFolder ? join(path, 'index.html') : path;
  return (await isA('File', file)) ? { status: 200, file, type: typeOf(file) } : missing(root);
}

async function missing(root) {
  const page = join(root, '404.html');
  return (await isA('File', page)) ? { status: 404, file: page, type: typeOf(page) } : { status: 404 };
}

const typeOf = (file) => TYPES[extname(file)] ?? 'application/octet-stream';
const isA = (kind, path) =>
  stat(path).then(
    (found) => found[`is${kind}`](),
    () => false,
  );

/** Listens on `port` or, that one being taken, on the next that is free. */
async function listen(server, port) {
  for (let next = port; next < port + 50; next++) {
    const error = await new Promise((done) => {
      server.once('error', done);
      server.listen(next, () => {
        server.off('error', done);
        done(undefined);
      });
    });
    if (!error) return server.address().port;
    if (error.code !== 'EADDRINUSE') throw error;
  }
  throw new Error(`serve: one port from ${port} to ${port + 49} is free; got none`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: {
      dir: { type: 'string', default: process.env.OUT ?? 'dist' },
      base: { type: 'string', default: process.env.BASE ?? '/' },
      port: { type: 'string', default: process.env.PORT ?? '4321' },
      cors: { type: 'boolean', default: false },
      csp: { type: 'string' },
    },
  });
  if (!(await isA('File', join(resolve(values.dir), 'index.html')))) {
    console.error(`serve: ${values.dir} holds a built site (run \`npm run build\` first); got no index.html there`);
    process.exit(1);
  }
  const headers = { ...(values.cors && CORS), ...(values.csp && { 'content-security-policy': values.csp }) };
  const { url } = await serve({ dir: values.dir, base: values.base, port: Number(values.port), headers });
  console.log(`The book is at ${url}`);
}
