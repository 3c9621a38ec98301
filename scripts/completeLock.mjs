/**
 * Completes package-lock.json for every platform: `node scripts/completeLock.mjs`, after any `npm install`.
 *
 * Packages with native parts list one optional package per platform. Where the registry does not (yet) hold one of
 * them, npm leaves it out of the lock without a word, and `npm ci` then refuses the lock on every machine.
 * An entry without an integrity hash is enough: npm skips it here and fetches it on the platform that wants it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { isMain } from './run.mjs';

const OS = {
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  win32: 'win32',
  windows: 'win32',
};
const CPU = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'wasm32'];

/** Where node would find `name` required from the package at `from`; undefined when the lock does not hold it. */
function find(packages, from, name) {
  for (let at = from; ; at = at.slice(0, at.lastIndexOf('node_modules/')).replace(/\/$/, '')) {
    const path = `${at && `${at}/`}node_modules/${name}`;
    if (packages[path]) return path;
    if (!at) return undefined;
  }
}

/** The platform that a package is for, read off its name: `@pagefind/windows-x64` is for win32 on x64. */
function platformOf(name) {
  const words = name.split(/[/\-.]/);
  const os = words.map((word) => OS[word]).find(Boolean);
  const cpu = words.find((word) => CPU.includes(word));
  const libc = { gnu: 'glibc', musl: 'musl' }[words.at(-1)];
  if (!os && !cpu) throw new Error(`completeLock: the name of an optional package says its platform; got "${name}"`);
  return { ...(cpu && { cpu: [cpu] }), ...(libc && { libc: [libc] }), ...(os && { os: [os] }) };
}

/** The optional packages that the lock names but does not hold: `[{ path, name, version, dev }]`. */
export function missingOptional({ packages }) {
  const missing = [];
  for (const [from, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const found = find(packages, from, name);
      const exact = /^\d/.test(version);
      if (found && !(exact && packages[found].version !== version)) continue;
      if (!exact)
        throw new Error(`completeLock: a missing optional package has an exact version; got "${name}@${version}"`);
      missing.push({ path: found ? `${from}/node_modules/${name}` : `node_modules/${name}`, name, version, dev });
    }
  }
  return missing;
}

if (isMain(import.meta.url)) {
  const file = new URL('../package-lock.json', import.meta.url);
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingOptional(lock);
  for (const { path, name, version, dev } of missing) {
    lock.packages[path] = { version, ...platformOf(name), ...(dev && { dev }), optional: true };
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`package-lock.json: ${missing.length} optional packages added`);
}
