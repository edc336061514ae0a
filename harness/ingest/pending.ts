import {linePrint} from './line-print.ts';
import type {Place} from './locate.ts';
import type {CursorMove, GuessedYears, IngestStore, RecordFormat, Reject} from './ports.ts';
import {endOf, type Line} from './split-lines.ts';

/** Records a commit: each commit writes most pages of the indexes once, whatever it adds to them. */
const BATCH_RECORDS = 16_384;
/** Bytes of lines a commit: records may hold whole payloads, and all of a batch is in memory. */
const BATCH_BYTES = 16 * 1024 * 1024;
const HEAD_BYTES = 256;

/** A log that is being read: how far its lines are taken, and not yet committed. */
export interface Reading<R = unknown> {
  readonly place: Place;
  readonly format: RecordFormat<R>;
  from: number;
  to: number;
  /** In hex. */
  prints: string[];
  guessed: GuessedYears | undefined;
}

export interface Taken {
  readonly records: number;
  readonly rejects: number;
  /** Bytes that were already in the store before. */
  readonly known: number;
  /** Bytes of an unfinished last line, left for the next time. */
  readonly waiting: number;
  /** Records whose year was assumed by the time of their file. */
  readonly guessed?: GuessedYears | undefined;
}

/** What is read and not yet in the store, and how it gets there. */
export class Pending<S> {
  readonly #owner: number;
  readonly #store: IngestStore<S>;
  /** Lines are kept so that they are known in other logs. */
  readonly #keepsPrints: boolean;
  #records: S[] = [];
  #rejects: {reject: Reject; log: string}[] = [];
  #moved = new Set<Reading>();
  #bytes = 0;
  /** What was committed. */
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

  /** The line is done with; `isKnown`: another log holds it. */
  move(reading: Reading, line: Line, isKnown = false): void {
    reading.to = endOf(line);
    this.#bytes += line.bytes.length;
    reading.place.digest.endLine(reading.to);
    const print = this.#keepsPrints && !isKnown ? linePrint(line.bytes) : undefined;
    if (print) reading.prints.push(print);
    this.#moved.add(reading);
  }

  /** Whether there was anything to commit. */
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

/** Both together; undefined: none. */
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
