import {readdir, realpath, stat} from 'node:fs/promises';
import {join} from 'node:path';

export interface WalkedRules {
  /** Paths of all rules files, sorted. */
  readonly rules: readonly string[];
  readonly classifications: string | undefined;
  /** How many hidden rules files, such as `._a.rules` of macOS, were left out. */
  readonly hidden: number;
}

/** A link whose target does not exist. */
export class DanglingLink extends Error {
  readonly path: string;
  constructor(path: string) {
    super(`${path} is a link to a missing file`);
    this.path = path;
  }
}

/**
 * Finds the rules files of a folder and its subfolders, except hidden ones. Links are followed, each folder once. Throws if
 * a link to rules has no target, since those rules would be missed.
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

/** Follows a link. Undefined if its target does not exist; if its name is that of a rules file, that is an error. */
async function followed(path: string, isRules: boolean) {
  try {
    return await stat(path);
  } catch {
    if (isRules) throw new DanglingLink(path);
    return undefined;
  }
}
