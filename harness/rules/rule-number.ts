const GREATEST = 2 ** 32 - 1;

/** 0..4294967295 as Snort writes numbers: decimal, hexadecimal with 0x, octal with a leading 0; else undefined. */
export function ruleNumber(text: string): number | undefined {
  if (text.length > 32) return undefined;
  const number = /^(?:0x[0-9a-f]+|[1-9]\d*|0)$/i.test(text)
    ? Number(text)
    : /^0[0-7]+$/.test(text)
      ? Number.parseInt(text, 8)
      : undefined;
  return number === undefined || number > GREATEST ? undefined : number;
}
