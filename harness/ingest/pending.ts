import {linePrint} from './line-print.ts';
import type {Place} from './locate.ts';
import type {CursorMove, GuessedYears, IngestStore, RecordFormat, Reject} from './ports.ts';
import {endOf, type Line} from './split-lines.ts';

/** How many records a commit has; larger commits are cheaper, because each writes most pages of the indexes. */
const BATCH_RECORDS = 16_384;
/** How many bytes of lines a commit has, since records may contain payloads and a batch is kept in memory. */
const BATCH_BYTES = 16 * 1024 * 1024;
const HEAD_BYTES = 256;

/** A log that is being read: `from` is committed, `to` is read. */
export interface Reading<R = unknown> {
  readonly place: Place;
  readonly format: RecordFormat<R>;
  from: number;
  to: number;
  /** Fingerprints of lines in hex. */
  prints: string[];
  guessed: GuessedYears | undefined;
}

export interface IngestCounts {
  readonly records: number;
  readonly rejects: number;
  /** Bytes that were already in the store before. */
  readonly known: number;
  /** Bytes of an unfinished last line, which waits for the next read. */
  readonly waiting: number;
  /** Records whose year was assumed from the date of their file. */
  readonly guessed?: GuessedYears | undefined;
}

/** Collects what was read, and commits it to the store in batches. */
export class Pending<S> {
  readonly #owner: number;
  readonly #store: IngestStore<S>;
  /** Whether fingerprints of lines are stored, to recognize the lines in other logs. */
  readonly #keepsPrints: boolean;
  #records: S[] = [];
  #rejects: {reject: Reject; log: string}[] = [];
  #moved = new Set<Reading>();
  #bytes = 0;
  /** What has been committed. */
  readonly stored: {records: number; rejects: number; guessed?: GuessedYears | undefined} = {
    records: 0,
    rejects: 0,
  };

  constructor(owner: number, store: IngestStore<S>, keepsPrints: boolean) {
    this.#owner = owner;
    this.#store = store;
    this.#keepsPrints = keepsPrints;
  }

  get isFull(): boolean {
    return this.#records.length + this.#rejects.length >= BATCH_RECORDS || this.#bytes >= BATCH_BYTES;
  }

  add(record: S, reading: Reading, guessedYear: number | undefined): void {
    this.#records.push(record);
    if (guessedYear === undefined) return;
    const one = {records: 1, from: guessedYear, to: guessedYear};
    reading.guessed = addGuesses(reading.guessed, one);
  }

  reject({offset, length, bytes}: Line, {place}: Reading, reason: string): void {
    const head = Uint8Array.prototype.slice.call(bytes, 0, HEAD_BYTES);
    this.#rejects.push({reject: {offset, length, reason, head}, log: place.log});
  }

  /** Moves the cursor past a line; `isKnown` means that it is stored from another log. */
  move(reading: Reading, line: Line, isKnown = false): void {
    reading.to = endOf(line);
    this.#bytes += line.bytes.length;
    reading.place.digest.endLine(reading.to);
    const print = this.#keepsPrints && !isKnown ? linePrint(line.bytes) : undefined;
    if (print) reading.prints.push(print);
    this.#moved.add(reading);
  }

  /** Commits; returns whether there was anything to commit. */
  commit(): boolean {
    if (this.#moved.size === 0) return false;
    this.#store.commit({
      owner: this.#owner,
      records: this.#records,
      rejects: this.#rejects,
      moves: [...this.#moved].map(moveOf),
    });
    this.stored.records += this.#records.length;
    this.stored.rejects += this.#rejects.length;
    this.#records = [];
    this.#rejects = [];
    for (const reading of this.#moved) {
      this.stored.guessed = addGuesses(this.stored.guessed, reading.guessed);
      reading.from = reading.to;
      reading.prints = [];
      reading.guessed = undefined;
    }
    this.#moved = new Set();
    this.#bytes = 0;
    return true;
  }
}

const moveOf = ({place: {log, first, name, digest}, from, to, prints, guessed}: Reading): CursorMove => ({
  ...{log, first, name, from, to, guessed},
  digest: digest.digestAt(to),
  ...(prints.length > 0 ? {prints: Buffer.from(prints.join(''), 'hex')} : {}),
});

/** Adds up guessed years; undefined if there are none. */
export function addGuesses(
  one: GuessedYears | undefined,
  other: GuessedYears | undefined,
): GuessedYears | undefined {
  if (!one || !other) return one ?? other;
  return {
    records: one.records + other.records,
    from: Math.min(one.from, other.from),
    to: Math.max(one.to, other.to),
  };
}
