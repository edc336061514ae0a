import type {Micros} from '../domain/time.ts';
import type {RunningDigest} from './running-digest.ts';

/** One log as bytes, all from one open file; gzip is undone by whoever gives it. */
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

/** A record, or why there is none. `guessedYear`: the year of its time, where the record holds none and nobody named it. */
export type One<R> = {readonly record: R; readonly guessedYear?: number} | {readonly reason: string};

/** A part of a line, by its bytes. */
export type Part<R> = One<R> & {readonly from: number; readonly to: number};

/** What a line holds; in parts where a record stands behind one that was torn. */
export type Parsed<R> = One<R> | {readonly parts: readonly Part<R>[]};

/** Whether a line ends with a whole record. */
export const isWhole = (parsed: Parsed<unknown>): boolean =>
  'record' in parsed || ('parts' in parsed && 'record' in (parsed.parts.at(-1) ?? {}));

/** How one kind of log is read: alert_json, or the log of another program. */
export interface RecordFormat<R> {
  readonly words: LogWords;
  /** What a line holds, without its newline. */
  parse(line: Uint8Array): Parsed<R>;
  /** Whether a first line that is not finished may still become a record. */
  mayBegin(line: Uint8Array): boolean;
  /** Whether a file with this first line is no such log, whatever follows. */
  isOther(firstLine: Uint8Array): boolean;
  /** Of a format whose records may hold line breaks. */
  readonly broken?: BrokenLines;
  /** When the record of this line happened; without it no two logs are known to hold the same records. */
  timeIn?(line: Uint8Array): LineTime;
}

/** How messages speak of one kind of log. */
export interface LogWords {
  /** With its article: `an alert_json log`. */
  readonly log: string;
  /** With its article: `an alert`. */
  readonly record: string;
  /** What to do when a file is no such log. */
  readonly next: string;
  /** What a file is that begins with these bytes, and what makes a log of it. */
  otherForm?(head: Buffer): OtherForm | undefined;
}

/** What a file is instead, and what makes of it the log that is expected. */
export interface OtherForm {
  readonly is: string;
  readonly next: string;
}

/** A record that was written with the line breaks of its text. */
export interface BrokenLines {
  /** Whether a record begins in this line and goes on in the next. */
  begins(line: Uint8Array): boolean;
  /** Whether a record may end with this line. */
  ends(line: Uint8Array): boolean;
}

export interface LineTime {
  /** Whether it is so exact that no other record has it by chance. */
  readonly isExact: boolean;
  /** As it stands in the line; undefined: there is none. */
  readonly text: string | undefined;
}

/** Records of a log that hold no year, and the years that were assumed. */
export interface GuessedYears {
  readonly records: number;
  readonly from: number;
  readonly to: number;
}

/** A complete line that is no record; kept with its place and counted in every report. */
export interface Reject {
  /** Byte offset of the line's first byte in its log. */
  readonly offset: number;
  /** Bytes, without the newline. */
  readonly length: number;
  readonly reason: string;
  /** The line's first bytes, 256 at most. */
  readonly head: Uint8Array;
}

/** A log, as far as the store holds it. */
export interface KnownLog {
  /** Its name among those of one owner: the digest of its first whole record, with a number where another log begins alike. */
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

export interface Batch<S> {
  /** Whose logs these are, by its id in the store: a run of a trial. */
  readonly owner: number;
  /** As the store takes them. */
  readonly records: readonly S[];
  readonly rejects: readonly {readonly reject: Reject; readonly log: string}[];
  readonly moves: readonly CursorMove[];
}

/** Records, rejects and cursors of one store; the only way in. */
export interface IngestStore<S> {
  /** Logs of an owner, those whose first record has this digest, or all. */
  known(owner: number, first?: string): readonly KnownLog[];
  /** Lines of all logs of an owner that others may hold too. */
  lines(owner: number): readonly KnownLines[];
  /** One transaction; throws, and changes nothing, when a cursor is not where `from` says. */
  commit(batch: Batch<S>): void;
  /** Digests that this process has made of files that it goes on reading, so that none is made twice. */
  readonly running: RunningDigests;
}

/** By owner and log: the file that was read last, and the digest of its bytes up to the cursor. */
export type RunningDigests = Map<string, {readonly inode: string; readonly digest: RunningDigest}>;
