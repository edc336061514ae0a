import {readdir, realpath, stat} from 'node:fs/promises';
import {join} from 'node:path';

/**
 * Every file in a folder and below, hidden ones left out. Links are followed, each folder once. Names that lead to no file
 * (a dangling link, a folder that may not be read, a socket) are given as well, so that whoever asks can say so.
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
