/** Gives out names fit for anchors and files (a-z, 0-9, hyphens), none of them twice. */
export class UniqueNames {
  private readonly taken: Set<string>;
  /** The number to be tried next for each name. */
  private readonly next = new Map<string, number>();

  constructor(reserved: readonly string[] = []) {
    this.taken = new Set(reserved);
  }

  /** The name nearest to `words` that is free; `fallback` where nothing of the words can stand in a name. */
  take(words: string, fallback: string): string {
    const base = slug(words) || fallback;
    let name = base;
    let number = this.next.get(base) ?? 2;
    for (; this.taken.has(name); number += 1) name = `${base}-${number}`;
    this.next.set(base, number);
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
