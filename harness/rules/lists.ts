import {ipv4Number, ipv6Bytes, ipv6Text} from '../domain/address.ts';

/** A line of a blocklist that Snort would not take. */
export interface BadLine {
  /** The first is 1. */
  readonly line: number;
  /** Without comment and blanks, cut to 80 characters. */
  readonly text: string;
}

export interface ParsedList {
  /** Addresses and networks as `10.0.0.0/8`, `2001:db8::/32`; each once, in the order of the list. */
  readonly entries: readonly string[];
  /** The first 20. */
  readonly bad: readonly BadLine[];
  readonly badCount: number;
  /** Lines that repeat an entry, however it is written. */
  readonly duplicates: number;
  /** Of the file, with blank ones and comments. */
  readonly lines: number;
}

const KEPT_BAD = 20;
const KEPT_CHARACTERS = 80;
/** Longer than any address with a prefix length. */
const LONGEST_ENTRY = 64;

/**
 * Reads an IP list as Snort's reputation does: an IPv4 or IPv6 address or network a line, `#` comments anywhere. Names,
 * ranges, several a line and prefix lengths of 0 or beyond the address are bad. Networks lose their host bits.
 */
export function parseList(text: string): ParsedList {
  const entries = new Set<string>();
  const bad: BadLine[] = [];
  let badCount = 0;
  let duplicates = 0;
  let line = 0;
  for (let from = text.startsWith('\uFEFF') ? 1 : 0; from < text.length; ) {
    const newline = text.indexOf('\n', from);
    const end = newline < 0 ? text.length : newline;
    line += 1;
    const written = withoutComment(text.slice(from, end));
    from = end + 1;
    if (written === '') continue;
    const entry = written.length > LONGEST_ENTRY ? undefined : entryOf(written);
    if (entry === undefined) {
      badCount += 1;
      if (bad.length < KEPT_BAD) bad.push({line, text: written.slice(0, KEPT_CHARACTERS)});
    } else if (entries.has(entry)) duplicates += 1;
    else entries.add(entry);
  }
  return {entries: [...entries], bad, badCount, duplicates, lines: line};
}

function withoutComment(line: string): string {
  const hash = line.indexOf('#');
  return (hash < 0 ? line : line.slice(0, hash)).trim();
}

/** Canonical text of an address or network. */
function entryOf(text: string): string | undefined {
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  const bytes = bytesOf(address);
  if (!bytes) return undefined;
  const most = bytes.length * 8;
  const length = slash < 0 ? most : prefixLength(text.slice(slash + 1), most);
  if (length === undefined) return undefined;
  const network = textOf(bytes.map((byte, index) => byte & maskByte(length - index * 8)));
  return length === most ? network : `${network}/${length}`;
}

function bytesOf(address: string): Uint8Array | undefined {
  const number = ipv4Number(address);
  if (number === undefined) return ipv6Bytes(address);
  return Uint8Array.of(number >>> 24, number >>> 16, number >>> 8, number);
}

const textOf = (bytes: Uint8Array): string => (bytes.length === 4 ? bytes.join('.') : ipv6Text(bytes));

function prefixLength(text: string, most: number): number | undefined {
  const length = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return length >= 1 && length <= most ? length : undefined;
}

/** The mask of a byte of which `bits` bits and more belong to the network. */
const maskByte = (bits: number): number => (0xff00 >> Math.min(Math.max(bits, 0), 8)) & 0xff;
