/** Matches the beginning of a record, as written by Snort or by others. */
const BEGINNING = /\{,?\s?"[\w@.]{1,64}"\s?:/g;
/** How many beginnings on one line are tried. */
const MAX_BEGINNINGS = 8;
const SKIPPED: readonly number[] = [0, 9, 32, 0xef, 0xbb, 0xbf];

/** Returns the offsets at which a record may begin after a torn one, last offset first. */
export function laterBeginnings(line: Buffer, from: number): readonly number[] {
  if (line.indexOf('{', from + 1) < 0) return [];
  const found = [...line.toString('latin1').matchAll(BEGINNING)]
    .map(({index}) => index)
    .filter(index => index > from);
  return found.slice(-MAX_BEGINNINGS).reverse();
}

/** Returns where the record begins: after a byte order mark, and after NULs left by a crash. */
export function beginningOf(line: Buffer): number {
  let at = 0;
  while (at < line.length && SKIPPED.includes(line[at] ?? -1)) at += 1;
  return at === line.length ? 0 : at;
}
