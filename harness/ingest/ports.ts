import type {Alert, Reject} from '../domain/alert.ts';
import type {Micros} from '../domain/time.ts';
import type {RunningDigest} from './running-digest.ts';

/** One alert log as bytes, all from one open file; gzip is undone by whoever gives it. */
export interface LogSource {
  /** As the user knows it: path or file name. */
  readonly name: string;
  /** Where the file lies, for grouping rolled-over logs of one writer. */
  readonly path: string;
  /** Time of the file's last change: the year of timestamps that have none. */
  readonly changedAt: Micros;
  /** Of a plain file its device and inode, which stay when it grows or is renamed, and its size when it was opened. */
  readonly file?: {readonly inode: string; readonly bytes: number};
  /** The bytes from offset `from` (of the unpacked log) to the present end. */
  read(from: number): AsyncIterable<Uint8Array>;
  /** Lets the file go; called once by whoever opened the log. */
  close(): Promise<void>;
}

/** `guessedYear`: the year of its time, where the record holds none and nobody named it. */
export type One = {readonly alert: Alert; readonly guessedYear?: number} | {readonly reason: string};

/** A part of a line, by its bytes. */
export type Part = One & {readonly from: number; readonly to: number};

/** What a line holds; in parts where a record stands behind one that was torn. */
export type Parsed = One | {readonly parts: readonly Part[]};

/** Whether a line ends with a whole record. */
export const isWhole = (parsed: Parsed): boolean =>
  'alert' in parsed || ('parts' in parsed && 'alert' in (parsed.parts.at(-1) ?? {}));

/** Alerts of a log whose records hold no year, and the years that were assumed. */
export interface GuessedYears {
  readonly alerts: number;
  readonly from: number;
  readonly to: number;
}

/** How a complete line becomes an alert; `reason` says why it is none. */
export interface LineFormat {
  parse(line: Uint8Array): Parsed;
}

/** A log of a run, as far as the store holds it. */
export interface KnownLog {
  /** Its name within the run: the digest of its first whole record, with a number where another log begins alike. */
  readonly log: string;
  /** Digest of its first whole record. */
  readonly first: string;
  /** As it was called when it was first taken in. */
  readonly name: string;
  /** Bytes that are taken in. */
  readonly offset: number;
  /** SHA-256 of these bytes; undefined where an earlier version stored them without. */
  readonly digest: string | undefined;
}

/** What tells the lines of a known log from others: the first 8 bytes of each line's SHA-256, in their order. */
export interface KnownLines {
  readonly log: string;
  readonly name: string;
  readonly prints: Buffer;
}

export interface CursorMove extends Pick<KnownLog, 'log' | 'first' | 'name'> {
  readonly from: number;
  readonly to: number;
  /** SHA-256 of the log's bytes up to `to`. */
  readonly digest: string;
  /** Of the lines that were taken in, where others may hold them too. */
  readonly prints?: Uint8Array;
  readonly guessed?: GuessedYears | undefined;
}

export interface Batch {
  /** Id of the run in the trial's store. */
  readonly run: number;
  /** Each alert with the id of its capture (0: none) and the cursor's log. */
  readonly alerts: readonly {readonly alert: Alert; readonly capture: number}[];
  readonly rejects: readonly {readonly reject: Reject; readonly log: string}[];
  readonly moves: readonly CursorMove[];
}

/** Alerts, rejects, rollups and cursors of one trial; the only way in. */
export interface IngestStore {
  /** Logs of a run, those whose first record has this digest, or all. */
  known(run: number, first?: string): readonly KnownLog[];
  /** Lines of all logs of a run that others may hold too. */
  lines(run: number): readonly KnownLines[];
  /** One transaction; throws, and changes nothing, when a cursor is not where `from` says. */
  commit(batch: Batch): void;
  /** Digests that this process has made of files that it goes on reading, so that none is made twice. */
  readonly running: RunningDigests;
}

/** By run and log: the file that was read last, and the digest of its bytes up to the cursor. */
export type RunningDigests = Map<string, {readonly inode: string; readonly digest: RunningDigest}>;
