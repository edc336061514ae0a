/** A piece of a byte string: a number is one octet (0..255), a text is Latin-1. */
export type Piece = number | string | Uint8Array;

export function bytes(...pieces: readonly Piece[]): Uint8Array {
  return Uint8Array.from(pieces.flatMap(octets));
}

function octets(piece: Piece): readonly number[] {
  if (typeof piece === 'number') return [piece];
  if (typeof piece === 'string') return [...piece].map(letter => letter.charCodeAt(0));
  return [...piece];
}

/** Octets from hexadecimal digits; spaces are ignored. */
export const hex = (digits: string): Uint8Array =>
  bytes(...(digits.match(/[0-9a-f]{2}/gi) ?? []).map(pair => Number.parseInt(pair, 16)));

export const zeros = (length: number): Uint8Array => new Uint8Array(length);

/** Network byte order. */
export const u16 = (value: number): Uint8Array => bytes((value >>> 8) & 255, value & 255);
export const u32 = (value: number): Uint8Array => bytes(u16(value >>> 16), u16(value & 0xffff));

/** Little-endian, as in SMB and pcap headers. */
export const le16 = (value: number): Uint8Array => u16(value).reverse();
export const le32 = (value: number): Uint8Array => u32(value).reverse();
