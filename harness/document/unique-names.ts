/** Gives out names fit for anchors and files (a-z, 0-9, hyphens), none of them twice. */
export class UniqueNames {
  private readonly taken: Set<string>;

  constructor(reserved: readonly string[] = []) {
    this.taken = new Set(reserved);
  }

  /** The name nearest to `words` that is free; `fallback` where nothing of the words can stand in a name. */
  take(words: string, fallback: string): string {
    const base = slug(words) || fallback;
    let name = base;
    for (let number = 2; this.taken.has(name); number += 1) name = `${base}-${number}`;
    this.taken.add(name);
    return name;
  }
}

const slug = (words: string): string =>
  words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 80)
    .replace(/^-+|-+$/g, '');
