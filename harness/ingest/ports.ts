import type {Micros} from '../domain/time.ts';
import type {RunningDigest} from './running-digest.ts';

/** A log as bytes, all from one open file and already unpacked. */
export interface LogSource {
  /** The name that the user knows: a path or file name. */
  readonly name: string;
  /** The path of the file, by which rotated logs of one writer are grouped. */
  readonly path: string;
  /** When the file was last changed, which supplies the year of timestamps without one. */
  readonly changedAt: Micros;
  /** For a plain file, its device and inode, which stay the same if it grows or is renamed, and its size when opened. */
  readonly file?: {readonly inode: string; readonly bytes: number};
  /** Reads from offset `from` of the unpacked log to its current end. */
  read(from: number): AsyncIterable<Uint8Array>;
  /** Closes the file; called once, by the code that opened the log. */
  close(): Promise<void>;
}

/** A record, or the reason why it is not one. `guessedYear` is set if the year of its time was assumed. */
export type ParsedRecord<R> = {readonly record: R; readonly guessedYear?: number} | {readonly reason: string};

/** A part of a line, from byte `from` to byte `to`. */
export type Part<R> = ParsedRecord<R> & {readonly from: number; readonly to: number};

/** What was read from a line; it has parts if a record follows a torn one. */
export type Parsed<R> = ParsedRecord<R> | {readonly parts: readonly Part<R>[]};

/** Returns whether a line ends with a complete record. */
export const isWhole = (parsed: Parsed<unknown>): boolean =>
  'record' in parsed || ('parts' in parsed && 'record' in (parsed.parts.at(-1) ?? {}));

/** How a kind of log is read: alert_json, or the log of another program. */
export interface RecordFormat<R> {
  readonly names: LogNames;
  /** Parses a line without its newline. */
  parse(line: Uint8Array): Parsed<R>;
  /** Returns whether an unfinished first line may still become a record. */
  mayBegin(line: Uint8Array): boolean;
  /** Returns whether a file with this first line cannot be such a log, whatever follows. */
  isOther(firstLine: Uint8Array): boolean;
  /** Only in formats whose records may contain line breaks. */
  readonly broken?: BrokenLines;
  /** Returns the time in a line; without times it is unknown whether two logs contain the same records. */
  timeIn?(line: Uint8Array): LineTime;
}

/** What messages call a kind of log. */
export interface LogNames {
  /** With its article: `an alert_json log`. */
  readonly log: string;
  /** With its article: `an alert`. */
  readonly record: string;
  /** What to do if a file is not such a log. */
  readonly next: string;
  /** Recognizes a file in another form by its first bytes. */
  otherForm?(head: Buffer): OtherForm | undefined;
}

/** What a file is instead, and how to convert it to the expected log. */
export interface OtherForm {
  readonly is: string;
  readonly next: string;
}

/** Recognizes records whose text contains line breaks. */
export interface BrokenLines {
  /** Returns whether a record begins in this line and continues in the next. */
  begins(line: Uint8Array): boolean;
  /** Returns whether a record may end with this line. */
  ends(line: Uint8Array): boolean;
}

export interface LineTime {
  /** Whether the time is so exact that no other record has it by chance. */
  readonly isExact: boolean;
  /** The time as written in the line; undefined if there is none. */
  readonly text: string | undefined;
}

/** How many records have no year, and the years that were assumed. */
export interface GuessedYears {
  readonly records: number;
  readonly from: number;
  readonly to: number;
}

/** A complete line that is not a record; stored with its position and counted in every report. */
export interface Reject {
  /** Offset of the line's first byte in its log. */
  readonly offset: number;
  /** Length in bytes, without the newline. */
  readonly length: number;
  readonly reason: string;
  /** The first bytes of the line, at most 256. */
  readonly head: Uint8Array;
}

/** A log as far as it is stored. */
export interface KnownLog {
  /** Its identity among the logs of an owner: the digest of its first complete record, with a number if another log has the same. */
  readonly log: string;
  /** Digest of its first complete record. */
  readonly first: string;
  /** Its name when it was first ingested. */
  readonly name: string;
  /** How many bytes are stored. */
  readonly offset: number;
  /** SHA-256 of these bytes; undefined if an earlier version did not store it. */
  readonly digest: string | undefined;
}

/** Fingerprints of the lines of a known log: the first 8 bytes of each line's SHA-256, in order. */
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
  /** Fingerprints of the new lines, if other logs may contain them too. */
  readonly prints?: Uint8Array;
  readonly guessed?: GuessedYears | undefined;
}

export interface Batch<S> {
  /** The owner of the logs, by its id in the store: a run of a trial. */
  readonly owner: number;
  /** Records in the form that the store accepts. */
  readonly records: readonly S[];
  readonly rejects: readonly {readonly reject: Reject; readonly log: string}[];
  readonly moves: readonly CursorMove[];
}

/** Stores records, rejects and cursors; there is no other way to store them. */
export interface IngestStore<S> {
  /** Returns the logs of an owner: those whose first record has this digest, or all. */
  known(owner: number, first?: string): readonly KnownLog[];
  /** Returns the fingerprints of an owner's logs, for lines that other logs may contain too. */
  lines(owner: number): readonly KnownLines[];
  /** Stores a batch in one transaction; throws and changes nothing if a cursor is not at `from`. */
  commit(batch: Batch<S>): void;
  /** Digests of files that this process continues to read, so that none is computed twice. */
  readonly running: RunningDigests;
}

/** By owner and log, the file that was last read and the digest of its bytes up to the cursor. */
export type RunningDigests = Map<string, {readonly inode: string; readonly digest: RunningDigest}>;
