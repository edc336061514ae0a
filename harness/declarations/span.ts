const UNITS: Readonly<Record<string, number>> = {s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000};

/** `24h`, `90s`, `1h30m` in milliseconds; undefined if the text is not a span. */
export function parseSpan(text: string): number | undefined {
  if (!/^(\d{1,9}[smhd])+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+)([smhd])/g)].reduce(
    (sum, [, number, unit]) => sum + Number(number) * (UNITS[unit ?? ''] ?? 0),
    0,
  );
}

const BYTES: Readonly<Record<string, number>> = {
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** `20GB`, `512MiB` in bytes; undefined if the text is not a size. */
export function parseBytes(text: string): number | undefined {
  const found = /^(\d{1,6}(?:\.\d{1,3})?) ?([MGT]i?B)$/.exec(text);
  const bytes = found ? Math.round(Number(found[1]) * (BYTES[found[2] ?? ''] ?? 0)) : undefined;
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}
