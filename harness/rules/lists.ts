import {csvCells, entryFields, type ListForm} from './list-lines.ts';
import {type Network, networkTexts, overlaps, parseNetwork, parseRange, without} from './networks.ts';

/** A line of a blocklist that holds no address. */
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
  /** Entries that `allow` kept out of the list, wholly or in part. */
  readonly allowed: number;
  /** Of the file, with blank ones and comments. */
  readonly lines: number;
}

const KEPT_BAD = 20;
const KEPT_CHARACTERS = 80;

/**
 * Reads an IP list in the forms in which providers publish them: an IPv4 or IPv6 address, network or range a line, with
 * `#` and `;` comments; JSON lines; or a column of CSV. Snort's reputation inspector takes addresses and networks alone,
 * so ranges become networks. Names, several addresses a line and prefix lengths of 0 or beyond the address are bad.
 * Networks lose their host bits.
 */
export function parseList(text: string, form: ListForm = {}, allow: readonly string[] = []): ParsedList {
  const entries = new Set<string>();
  const bad: BadLine[] = [];
  const kept = allow.flatMap(one => parseNetwork(one) ?? []);
  const counts = {badCount: 0, duplicates: 0, allowed: 0};
  let lines = 0;
  for (const {line, fields} of entryFields(text, form)) {
    lines = line;
    for (const field of fields) {
      const network = parseNetwork(field) ?? parseRange(field);
      if (!network) {
        counts.badCount += 1;
        if (bad.length < KEPT_BAD) bad.push({line, text: field.slice(0, KEPT_CHARACTERS)});
        continue;
      }
      const left = exceptAllowed(network, kept);
      if (left.length !== 1 || left[0] !== network) counts.allowed += 1;
      for (const entry of left.flatMap(networkTexts)) {
        if (entries.has(entry)) counts.duplicates += 1;
        else entries.add(entry);
      }
    }
  }
  return {entries: [...entries], bad, ...counts, lines};
}

function exceptAllowed(network: Network, allow: readonly Network[]): readonly Network[] {
  const gone = allow.filter(one => overlaps(network, one));
  return gone.reduce<readonly Network[]>((left, one) => left.flatMap(part => without(part, one)), [network]);
}

/** Column in which most of these lines hold an address where the whole line is none; the first is 1. */
export function addressColumn(lines: readonly string[]): number | undefined {
  const found = new Map<number, number>();
  for (const line of lines) {
    const cells = csvCells(line);
    const at = cells.findIndex(cell => parseNetwork(cell) ?? parseRange(cell));
    if (at >= 0 && cells.length > 1) found.set(at + 1, (found.get(at + 1) ?? 0) + 1);
  }
  return [...found].find(([, times]) => times * 2 > lines.length)?.[0];
}
