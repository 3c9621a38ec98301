/** Starlight reads its pages from src/content/docs; the book keeps them in content/ at the top. */
import { lstatSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Makes src/content/docs a link to content/, unless it already is a folder or link that leads somewhere. */
export function linkContent(root: URL): void {
  const link = fileURLToPath(new URL('src/content/docs', root));
  const known = lstatSync(link, { throwIfNoEntry: false });
  if (known?.isDirectory()) return;
  if (known) rmSync(link); // a link of another machine's making may lead nowhere
  mkdirSync(new URL('src/content', root), { recursive: true });
  // Relative, so that it holds when the project moves; 'junction' is for Windows, which needs no special rights for it.
  symlinkSync('../../content', link, 'junction');
}
