/** Makes unique names for anchors and files, of a-z, 0-9 and hyphens. */
export class UniqueNames {
  private readonly used: Set<string>;
  /** The number to try next for each name. */
  private readonly next = new Map<string, number>();

  constructor(reserved: readonly string[] = []) {
    this.used = new Set(reserved);
  }

  /** Returns a unique name that is similar to `text`, or to `fallback` if no character of `text` is allowed. */
  add(text: string, fallback: string): string {
    const base = slug(text) || fallback;
    let name = base;
    let number = this.next.get(base) ?? 2;
    for (; this.used.has(name); number += 1) name = `${base}-${number}`;
    this.next.set(base, number);
    this.used.add(name);
    return name;
  }
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 80)
    .replace(/^-+|-+$/g, '');
