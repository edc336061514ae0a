import type {Alert, Reject} from '../domain/alert.ts';
import type {Batch, CursorMove, IngestStore, LineFormat, LogSource} from './ports.ts';
import {isTooLong, type Line, MAX_LINE_BYTES, splitLines} from './split-lines.ts';

/** Alerts a commit: each commit writes most pages of the indexes once, whatever it adds to them. */
const BATCH_ALERTS = 32_768;
const HEAD_BYTES = 256;
const CARRIAGE_RETURN = 13;

export interface TakeIn {
  readonly run: number;
  /** Logs of one writer from the oldest to the newest, as `orderLogs` gives them. */
  readonly logs: readonly LogSource[];
  readonly store: IngestStore;
  /** The format for one log: years of old timestamps depend on the file. */
  formatOf(log: LogSource): LineFormat;
  /** The capture to which an alert belongs (0: none), and the alert as it is to be stored. */
  place(alert: Alert): {readonly alert: Alert; readonly capture: number};
  /** The last log will grow no more: its unfinished line is a reject and does not wait. */
  readonly finished: boolean;
  progress?(taken: Taken): void;
}

export interface Taken {
  readonly alerts: number;
  readonly rejects: number;
  /** Bytes that were already in the store before. */
  readonly known: number;
  /** Bytes of an unfinished last line, left for the next time. */
  readonly waiting: number;
}

/** Offset behind the line and its newline. */
const endOf = (line: Line): number => line.offset + line.length + (line.complete ? 1 : 0);

/** A torn line's head: the unfinished end of a log that another log follows. */
interface TornHead {
  readonly line: Line;
  readonly log: string;
  readonly name: string;
}

/** What is on its way from the logs of one writer into the store. */
export class Intake {
  readonly #what: TakeIn;
  #alerts: {alert: Alert; capture: number}[] = [];
  #rejects: {reject: Reject; log: string}[] = [];
  #moves = new Map<string, CursorMove>();
  #head: TornHead | undefined;
  #taken = {alerts: 0, rejects: 0, known: 0, waiting: 0};

  constructor(what: TakeIn) {
    this.#what = what;
  }

  async read(log: LogSource, digest: string, format: LineFormat, waits: boolean): Promise<void> {
    // a copy of a log that stands before it goes on where that one ended
    const cursor = this.#moves.get(digest)?.to ?? this.#what.store.cursor(this.#what.run, digest);
    this.#taken.known += cursor;
    if (this.#head?.log === digest) this.#head = undefined;
    if (cursor > 0) this.#giveUpHead();
    for await (const line of splitLines(log.read(cursor), cursor)) {
      // a whole record needs no newline to be one; a line cut off waits for its rest
      const whole = line.complete || (waits && !isTooLong(line) && 'alert' in format.parse(line.bytes));
      if (!whole && waits) {
        this.#taken.waiting += line.length;
        break;
      }
      if (!whole && !this.#head) {
        this.#head = {line, log: digest, name: log.name};
        break;
      }
      this.#take(line, digest, log.name, format);
      if (this.#alerts.length + this.#rejects.length >= BATCH_ALERTS) this.#commit();
    }
  }

  /** The newest log holds no whole record yet: what it holds waits, and with it the head before it. */
  wait(bytes: number): void {
    this.#taken.waiting += bytes + (this.#head?.line.length ?? 0);
    this.#head = undefined;
  }

  /** What was read is sound; a torn line waits. */
  keep(): void {
    this.#head = undefined;
    this.#commit();
  }

  finish(): Taken {
    this.#giveUpHead();
    this.#commit();
    return this.#taken;
  }

  #take(line: Line, log: string, name: string, format: LineFormat): void {
    const head = this.#head;
    if (head) {
      this.#head = undefined;
      const joined = this.#join(head, line, format);
      if (joined) {
        this.#add(joined);
        this.#move(head.log, head.name, head.line.offset, head.line.offset + head.line.length);
        this.#move(log, name, line.offset, endOf(line));
        return;
      }
      this.#settleHead(head, format);
    }
    this.#single(line, log, format);
    this.#move(log, name, line.offset, endOf(line));
  }

  /** A line that a rollover tore apart: neither half is an alert, both together are one. */
  #join(head: TornHead, tail: Line, format: LineFormat): Alert | undefined {
    if (isTooLong(head.line) || isTooLong(tail)) return undefined;
    if (tail.length > 0 && 'alert' in format.parse(tail.bytes)) return undefined;
    const both = format.parse(Buffer.concat([head.line.bytes, tail.bytes]));
    return 'alert' in both ? both.alert : undefined;
  }

  #single(line: Line, log: string, format: LineFormat): void {
    if (line.length === 0 || (line.length === 1 && line.bytes[0] === CARRIAGE_RETURN)) return;
    const parsed = isTooLong(line)
      ? {reason: `the line is longer than ${MAX_LINE_BYTES} bytes`}
      : format.parse(line.bytes);
    if ('alert' in parsed) this.#add(parsed.alert);
    else this.#reject(line, log, parsed.reason);
  }

  /** The end of a log that will not grow: a whole record without its newline, or a line cut off. */
  #settleHead(head: TornHead, format: LineFormat | undefined): void {
    const parsed = format && !isTooLong(head.line) ? format.parse(head.line.bytes) : undefined;
    if (parsed && 'alert' in parsed) this.#add(parsed.alert);
    else this.#reject(head.line, head.log, 'the line was cut off at the end of its log');
    this.#move(head.log, head.name, head.line.offset, head.line.offset + head.line.length);
  }

  #giveUpHead(): void {
    const head = this.#head;
    this.#head = undefined;
    const log = head && this.#what.logs.find(candidate => candidate.name === head.name);
    if (head) this.#settleHead(head, log && this.#what.formatOf(log));
  }

  #add(alert: Alert): void {
    this.#alerts.push(this.#what.place(alert));
  }

  #reject(line: Line, log: string, reason: string): void {
    const head = Uint8Array.prototype.slice.call(line.bytes, 0, HEAD_BYTES);
    this.#rejects.push({reject: {offset: line.offset, length: line.length, reason, head}, log});
  }

  #move(log: string, name: string, from: number, to: number): void {
    this.#moves.set(log, {log, name, from: this.#moves.get(log)?.from ?? from, to});
  }

  #commit(): void {
    if (this.#moves.size === 0) return;
    const batch: Batch = {
      run: this.#what.run,
      alerts: this.#alerts,
      rejects: this.#rejects,
      moves: [...this.#moves.values()],
    };
    this.#what.store.commit(batch);
    this.#taken.alerts += this.#alerts.length;
    this.#taken.rejects += this.#rejects.length;
    this.#alerts = [];
    this.#rejects = [];
    this.#moves = new Map();
    this.#what.progress?.({...this.#taken});
  }
}
