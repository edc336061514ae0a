import type {Span} from './known-spans.ts';
import type {ImportOptions, Place} from './locate.ts';
import {type IngestCounts, Pending, type Reading} from './pending.ts';
import {
  type IngestStore,
  isWhole,
  type LogSource,
  type Parsed,
  type ParsedRecord,
  type RecordFormat,
} from './ports.ts';
import {recordLines} from './record-lines.ts';
import {endOf, isTooLong, type Line, MAX_LINE_BYTES} from './split-lines.ts';

const CARRIAGE_RETURN = 13;
/** How many files' digests this process remembers. */
const REMEMBERED_FILES = 256;

/** The order to ingest logs; records of type R are stored as S. */
export interface IngestOrder<R, S> {
  /** The owner of the logs, by its id in the store. */
  readonly owner: number;
  /** Logs of one writer, oldest first, as returned by `orderLogs`. */
  readonly logs: readonly LogSource[];
  readonly store: IngestStore<S>;
  /** Returns the format of a log; the years of timestamps without one depend on the file. */
  formatOf(log: LogSource): RecordFormat<R>;
  /** Converts a record to the form that the store accepts. */
  place(record: R): S;
  /** Whether the last log is complete, so that an unfinished line becomes a reject instead of waiting. */
  readonly finished: boolean;
  /** Options for imported logs, which may contain each other; undefined for logs of ruletrial's own runs. */
  readonly imported?: ImportOptions | undefined;
  progress?(counts: IngestCounts): void;
}

const partOf = (line: Line, {from, to}: {from: number; to: number}): Line => ({
  ...line,
  offset: line.offset + from,
  bytes: line.bytes.subarray(from, to),
  length: to - from,
});

/** The head of a torn line: the unfinished end of a log, which the next log may continue. */
interface TornHead<R> {
  readonly line: Line;
  readonly reading: Reading<R>;
}

/** Reads the logs of one writer and stores their records in batches. */
export class Ingestion<R, S> {
  readonly #order: IngestOrder<R, S>;
  readonly #pending: Pending<S>;
  #head: TornHead<R> | undefined;
  #known = 0;
  #waiting = 0;

  constructor(order: IngestOrder<R, S>) {
    this.#order = order;
    this.#pending = new Pending(order.owner, order.store, order.imported !== undefined);
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
    if (cursor > 0) this.#closeHead();
    for await (const line of recordLines(digest.through(log.read(cursor)), cursor, format)) {
      if (spans.some(({from, to}) => line.offset >= from && line.offset < to)) {
        this.#skipKnown(line, reading);
        continue;
      }
      // a complete record needs no newline; an incomplete line waits for its rest
      const isComplete = line.complete || (waits && !isTooLong(line) && isWhole(format.parse(line.bytes)));
      if (!isComplete && waits) {
        this.#waiting += line.length;
        break;
      }
      if (!isComplete && !this.#head) {
        this.#head = {line, reading};
        break;
      }
      this.#addLine(line, reading);
      if (this.#pending.isFull && digest.knows(reading.to)) this.commit();
    }
    this.#remember(log, reading);
  }

  /** Counts the bytes of the newest log as waiting, since it has no complete record yet; a torn head before it also waits. */
  addWaiting(bytes: number): void {
    this.#waiting += bytes + (this.#head?.line.length ?? 0);
    this.#head = undefined;
  }

  /** Counts a file that is completely stored already. */
  addKnown(bytes: number): undefined {
    this.#known += bytes;
  }

  commit(): void {
    if (this.#pending.commit()) this.#order.progress?.(this.counts);
  }

  /** Commits what was read before an error; a torn line waits. */
  finishEarly(): IngestCounts {
    this.#head = undefined;
    this.commit();
    return this.counts;
  }

  finish(): IngestCounts {
    this.#closeHead();
    this.commit();
    return this.counts;
  }

  get counts(): IngestCounts {
    return {...this.#pending.stored, known: this.#known, waiting: this.#waiting};
  }

  #skipKnown(line: Line, reading: Reading<R>): void {
    this.#closeHead();
    this.#known += endOf(line) - line.offset;
    this.#pending.move(reading, line, true);
  }

  #addLine(line: Line, reading: Reading<R>): void {
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
      this.#storeHead(head);
    }
    this.#single(line, reading);
    this.#pending.move(reading, line);
  }

  /** Joins a line that log rotation tore apart: neither half is a record, but both together are. */
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

  #storeOne(line: Line, reading: Reading<R>, parsed: ParsedRecord<R>): void {
    if ('record' in parsed) this.#pending.add(this.#order.place(parsed.record), reading, parsed.guessedYear);
    else this.#pending.reject(line, reading, parsed.reason);
  }

  /** Stores the end of a log that will not grow: a complete record without newline, or a truncated line as a reject. */
  #storeHead({line, reading}: TornHead<R>): void {
    const parsed = isTooLong(line) ? undefined : reading.format.parse(line.bytes);
    if (parsed && isWhole(parsed)) this.#store(line, reading, parsed);
    else this.#pending.reject(line, reading, 'the line was cut off at the end of its log');
    this.#pending.move(reading, line);
  }

  #closeHead(): void {
    const head = this.#head;
    this.#head = undefined;
    if (head) this.#storeHead(head);
  }

  /** Remembers the digest of a growing file, so that it need not be read from its beginning again. */
  #remember({file}: LogSource, {place, to}: Reading): void {
    const {running} = this.#order.store;
    if (!file) return;
    if (running.size >= REMEMBERED_FILES) running.clear();
    running.set(`${this.#order.owner} ${place.log}`, {inode: file.inode, digest: place.digest.from(to)});
  }
}
