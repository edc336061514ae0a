import {readdir, realpath, stat} from 'node:fs/promises';
import {join} from 'node:path';

/**
 * Lists every file in a folder and its subfolders, except hidden ones. Links are followed, each folder once. Names that are
 * not readable files (a broken link, a folder without permission, a socket) are included, so that the caller can report them.
 */
export async function walkFiles(folder: string, seen = new Set<string>()): Promise<readonly string[]> {
  const real = await realpath(folder);
  if (seen.has(real)) return [];
  seen.add(real);
  const found: string[] = [];
  for (const entry of await readdir(folder, {withFileTypes: true})) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    const facts = entry.isSymbolicLink() ? await stat(path).catch(() => entry) : entry;
    found.push(...(facts.isDirectory() ? await walkFiles(path, seen).catch(() => [path]) : [path]));
  }
  return found;
}
