import {posix} from 'node:path';

/** Files that a declaration leaves out, by patterns over their names, and which patterns did. */
export class Exclusion {
  readonly #patterns: readonly {readonly written: string; readonly matches: RegExp}[];
  readonly #used = new Set<string>();
  /** Names that were left out. */
  readonly names = new Set<string>();

  constructor(patterns: readonly string[]) {
    this.#patterns = patterns.map(written => ({written, matches: globOf(written)}));
  }

  /** `name`: within the source, forward slashes. A pattern without a slash is one of the last part of a name. */
  leavesOut(name: string): boolean {
    const used = this.#patterns.filter(({written, matches}) =>
      matches.test(written.includes('/') ? name : posix.basename(name)),
    );
    for (const {written} of used) this.#used.add(written);
    if (used.length > 0) this.names.add(name);
    return used.length > 0;
  }

  /** Patterns that matched no file. */
  get unused(): readonly string[] {
    return this.#patterns.map(({written}) => written).filter(written => !this.#used.has(written));
  }
}

/** `*` and `?` within a part of a name, `**` over several. */
function globOf(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/?|\*|\?|[\\^$.+()[\]{}|/]/g, found => {
    if (found.startsWith('**')) return '(?:.*)';
    if (found === '*') return '[^/]*';
    return found === '?' ? '[^/]' : `\\${found}`;
  });
  return new RegExp(`^${source}$`);
}
