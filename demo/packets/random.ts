/** A reproducible stream of numbers: the same seed gives the same captures on every machine. */
export interface Random {
  /** 0..2^32-1. */
  u32(): number;
  /** 0..limit-1. */
  below(limit: number): number;
  pick<Choices extends readonly [unknown, ...unknown[]]>(choices: Choices): Choices[number];
  bytes(length: number): Uint8Array;
  /** A client's ephemeral port, 49152..65535 (RFC 6335). */
  port(): number;
}

/** Mulberry32 (Tommy Ettinger, public domain), seeded with the text's 32-bit FNV-1a hash. */
export function seededRandom(seed: string): Random {
  let state = fnv1a(seed);
  const u32 = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit: number): number => Math.floor((u32() / 2 ** 32) * limit);
  return {
    u32,
    below,
    pick: choices => choices[below(choices.length)] ?? choices[0],
    bytes: length => Uint8Array.from({length}, () => below(256)),
    port: () => 49152 + below(16384),
  };
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  return hash;
}
