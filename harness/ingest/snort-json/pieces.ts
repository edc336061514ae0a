/** Where a record may begin: Snort's own form, and that of others. */
const BEGINNING = /\{,?\s?"[\w@.]{1,64}"\s?:/g;
/** More beginnings on one line are not tried. */
const MAX_BEGINNINGS = 8;
const SKIPPED: readonly number[] = [0, 9, 32, 0xef, 0xbb, 0xbf];

/** Offsets at which a record may begin behind another that was torn, the last one first. */
export function laterBeginnings(line: Buffer, from: number): readonly number[] {
  if (line.indexOf('{', from + 1) < 0) return [];
  const found = [...line.toString('latin1').matchAll(BEGINNING)]
    .map(({index}) => index)
    .filter(index => index > from);
  return found.slice(-MAX_BEGINNINGS).reverse();
}

/** Where the record begins: behind a byte order mark, and NULs that a crash left. */
export function beginningOf(line: Buffer): number {
  let at = 0;
  while (at < line.length && SKIPPED.includes(line[at] ?? -1)) at += 1;
  return at === line.length ? 0 : at;
}
