import type {Alert, Reject} from '../domain/alert.ts';
import type {Micros} from '../domain/time.ts';

/** One alert log as bytes; gzip is undone by whoever gives it. */
export interface LogSource {
  /** As the user knows it: path or file name. */
  readonly name: string;
  /** Where the file lies, for grouping rolled-over logs of one writer. */
  readonly path: string;
  /** Time of the file's last change: the year of timestamps that have none. */
  readonly changedAt: Micros;
  /** The bytes from offset `from` (of the unpacked log) to the present end. */
  read(from: number): AsyncIterable<Uint8Array>;
}

export type Parsed = {readonly alert: Alert} | {readonly reason: string};

/** How a complete line becomes an alert; `reason` says why it is none. */
export interface LineFormat {
  parse(line: Uint8Array): Parsed;
}

export interface CursorMove {
  /** Digest of the log's first whole record: the log's name within its run. */
  readonly log: string;
  readonly name: string;
  readonly from: number;
  readonly to: number;
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
  /** Bytes of this log already taken in; 0 when it is new. */
  cursor(run: number, log: string): number;
  /** One transaction; throws, and changes nothing, when a cursor is not where `from` says. */
  commit(batch: Batch): void;
}
