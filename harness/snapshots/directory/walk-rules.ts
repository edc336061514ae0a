import {readdir, realpath, stat} from 'node:fs/promises';
import {join} from 'node:path';

export interface WalkedRules {
  /** Paths of every rules file, in their order. */
  readonly rules: readonly string[];
  readonly classifications: string | undefined;
  /** Hidden rules files, such as `._a.rules` of macOS: left out. */
  readonly hidden: number;
}

/** A name in a folder that leads to no file. */
export class DanglingLink extends Error {
  readonly path: string;
  constructor(path: string) {
    super(`${path} is a link to a missing file`);
    this.path = path;
  }
}

/**
 * The rules files of a folder and of all folders below, hidden ones left out. Links are followed, each folder once. Throws
 * at a link that leads nowhere, since its rules would be missed.
 */
export async function walkRules(folder: string): Promise<WalkedRules> {
  const found = {rules: [] as string[], classifications: undefined as string | undefined, hidden: 0};
  const seen = new Set<string>();
  const walk = async (at: string): Promise<void> => {
    const real = await realpath(at);
    if (seen.has(real)) return;
    seen.add(real);
    for (const entry of await readdir(at, {withFileTypes: true})) {
      const path = join(at, entry.name);
      const isRules = entry.name.endsWith('.rules');
      if (entry.name.startsWith('.')) {
        if (isRules) found.hidden += 1;
        continue;
      }
      const facts = entry.isSymbolicLink() ? await followed(path, isRules) : entry;
      if (facts?.isDirectory()) await walk(path);
      else if (facts?.isFile() && isRules) found.rules.push(path);
      else if (facts?.isFile() && entry.name === 'classification.config') found.classifications ??= path;
    }
  };
  await walk(folder);
  return {...found, rules: found.rules.sort()};
}

/** What a link leads to; a dangling one that is called rules is an error, any other leads nowhere. */
async function followed(path: string, isRules: boolean) {
  try {
    return await stat(path);
  } catch {
    if (isRules) throw new DanglingLink(path);
    return undefined;
  }
}
