import type {Span} from './known-spans.ts';
import type {Imported, Place} from './locate.ts';
import {Pending, type Reading, type Taken} from './pending.ts';
import {
  type IngestStore,
  isWhole,
  type LogSource,
  type One,
  type Parsed,
  type RecordFormat,
} from './ports.ts';
import {recordLines} from './record-lines.ts';
import {endOf, isTooLong, type Line, MAX_LINE_BYTES} from './split-lines.ts';

const CARRIAGE_RETURN = 13;
/** Files of which this process remembers the digest. */
const REMEMBERED_FILES = 256;

/** Records of type R, which the store takes as S. */
export interface TakeIn<R, S> {
  /** Whose logs these are, by its id in the store. */
  readonly owner: number;
  /** Logs of one writer from the oldest to the newest, as `orderLogs` gives them. */
  readonly logs: readonly LogSource[];
  readonly store: IngestStore<S>;
  /** The format for one log: years of old timestamps depend on the file. */
  formatOf(log: LogSource): RecordFormat<R>;
  /** The record as the store takes it. */
  place(record: R): S;
  /** The last log will grow no more: its unfinished line is a reject and does not wait. */
  readonly finished: boolean;
  /** Logs that others wrote and handed over, of which some may hold others. */
  readonly imported?: Imported | undefined;
  progress?(taken: Taken): void;
}

const partOf = (line: Line, {from, to}: {from: number; to: number}): Line => ({
  ...line,
  offset: line.offset + from,
  bytes: line.bytes.subarray(from, to),
  length: to - from,
});

/** A torn line's head: the unfinished end of a log that another log follows. */
interface TornHead<R> {
  readonly line: Line;
  readonly reading: Reading<R>;
}

/** What is on its way from the logs of one writer into the store. */
export class Intake<R, S> {
  readonly #what: TakeIn<R, S>;
  readonly #pending: Pending<S>;
  #head: TornHead<R> | undefined;
  #known = 0;
  #waiting = 0;

  constructor(what: TakeIn<R, S>) {
    this.#what = what;
    this.#pending = new Pending(what.owner, what.store, what.imported !== undefined);
  }

  async read(
    log: LogSource,
    place: Place,
    format: RecordFormat<R>,
    {spans, waits}: {spans: readonly Span[]; waits: boolean},
  ): Promise<void> {
    const {cursor, digest} = place;
    const reading: Reading<R> = {place, format, from: cursor, to: cursor, prints: [], guessed: undefined};
    this.#known += cursor;
    if (this.#head?.reading.place.log === place.log) this.#head = undefined;
    if (cursor > 0) this.#giveUpHead();
    for await (const line of recordLines(digest.through(log.read(cursor)), cursor, format)) {
      if (spans.some(({from, to}) => line.offset >= from && line.offset < to)) {
        this.#passOver(line, reading);
        continue;
      }
      // a whole record needs no newline to be one; a line cut off waits for its rest
      const whole = line.complete || (waits && !isTooLong(line) && isWhole(format.parse(line.bytes)));
      if (!whole && waits) {
        this.#waiting += line.length;
        break;
      }
      if (!whole && !this.#head) {
        this.#head = {line, reading};
        break;
      }
      this.#take(line, reading);
      if (this.#pending.isFull && digest.knows(reading.to)) this.commit();
    }
    this.#remember(log, reading);
  }

  /** The newest log holds no whole record yet: what it holds waits, and with it the head before it. */
  wait(bytes: number): void {
    this.#waiting += bytes + (this.#head?.line.length ?? 0);
    this.#head = undefined;
  }

  /** All of the file is in the store. */
  know(bytes: number): undefined {
    this.#known += bytes;
  }

  commit(): void {
    if (this.#pending.commit()) this.#what.progress?.(this.taken);
  }

  /** What was read is sound; a torn line waits. */
  keep(): Taken {
    this.#head = undefined;
    this.commit();
    return this.taken;
  }

  finish(): Taken {
    this.#giveUpHead();
    this.commit();
    return this.taken;
  }

  get taken(): Taken {
    return {...this.#pending.stored, known: this.#known, waiting: this.#waiting};
  }

  #passOver(line: Line, reading: Reading<R>): void {
    this.#giveUpHead();
    this.#known += endOf(line) - line.offset;
    this.#pending.move(reading, line, true);
  }

  #take(line: Line, reading: Reading<R>): void {
    const head = this.#head;
    if (head) {
      this.#head = undefined;
      const joined = this.#join(head, line, reading.format);
      if (joined) {
        this.#store(line, reading, joined);
        this.#pending.move(head.reading, head.line);
        this.#pending.move(reading, line);
        return;
      }
      this.#settleHead(head);
    }
    this.#single(line, reading);
    this.#pending.move(reading, line);
  }

  /** A line that a rollover tore apart: neither half is a record, both together are one. */
  #join(head: TornHead<R>, tail: Line, format: RecordFormat<R>): Parsed<R> | undefined {
    if (isTooLong(head.line) || isTooLong(tail)) return undefined;
    if (tail.length > 0 && isWhole(format.parse(tail.bytes))) return undefined;
    const both = format.parse(Buffer.concat([head.line.bytes, tail.bytes]));
    return 'record' in both ? both : undefined;
  }

  #single(line: Line, reading: Reading<R>): void {
    if (line.length === 0 || (line.length === 1 && line.bytes[0] === CARRIAGE_RETURN)) return;
    if (isTooLong(line))
      this.#pending.reject(line, reading, `the line is longer than ${MAX_LINE_BYTES} bytes`);
    else this.#store(line, reading, reading.format.parse(line.bytes));
  }

  #store(line: Line, reading: Reading<R>, parsed: Parsed<R>): void {
    if ('parts' in parsed) for (const part of parsed.parts) this.#storeOne(partOf(line, part), reading, part);
    else this.#storeOne(line, reading, parsed);
  }

  #storeOne(line: Line, reading: Reading<R>, one: One<R>): void {
    if ('record' in one) this.#pending.add(this.#what.place(one.record), reading, one.guessedYear);
    else this.#pending.reject(line, reading, one.reason);
  }

  /** The end of a log that will not grow: a whole record without its newline, or a line cut off. */
  #settleHead({line, reading}: TornHead<R>): void {
    const parsed = isTooLong(line) ? undefined : reading.format.parse(line.bytes);
    if (parsed && isWhole(parsed)) this.#store(line, reading, parsed);
    else this.#pending.reject(line, reading, 'the line was cut off at the end of its log');
    this.#pending.move(reading, line);
  }

  #giveUpHead(): void {
    const head = this.#head;
    this.#head = undefined;
    if (head) this.#settleHead(head);
  }

  /** A file that grows is not read again from its beginning when it is read on. */
  #remember({file}: LogSource, {place, to}: Reading): void {
    const {running} = this.#what.store;
    if (!file) return;
    if (running.size >= REMEMBERED_FILES) running.clear();
    running.set(`${this.#what.owner} ${place.log}`, {inode: file.inode, digest: place.digest.from(to)});
  }
}
