import {posix} from 'node:path';

/** Excludes files by patterns of their names, and records which patterns were used. */
export class Exclusion {
  readonly #patterns: readonly {readonly written: string; readonly matches: RegExp}[];
  readonly #used = new Set<string>();
  /** Names that were left out. */
  readonly names = new Set<string>();

  constructor(patterns: readonly string[]) {
    this.#patterns = patterns.map(written => ({written, matches: globOf(written)}));
  }

  /** Tests a name relative to the source, with forward slashes; a pattern without a slash applies to the last part of it. */
  leavesOut(name: string): boolean {
    const used = this.#patterns.filter(({written, matches}) =>
      matches.test(written.includes('/') ? name : posix.basename(name)),
    );
    for (const {written} of used) this.#used.add(written);
    if (used.length > 0) this.names.add(name);
    return used.length > 0;
  }

  /** The patterns that matched no file. */
  get unused(): readonly string[] {
    return this.#patterns.map(({written}) => written).filter(written => !this.#used.has(written));
  }
}

/** Converts a glob: `*` and `?` match within a part of a path, `**` matches several parts. */
function globOf(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/?|\*|\?|[\\^$.+()[\]{}|/]/g, found => {
    if (found.startsWith('**')) return '(?:.*)';
    if (found === '*') return '[^/]*';
    return found === '?' ? '[^/]' : `\\${found}`;
  });
  return new RegExp(`^${source}$`);
}
