import type {Result} from '../domain/result.ts';
import type {Micros} from '../domain/time.ts';
import type {SnapshotFailure} from './failures.ts';

/** One rules file as its source gave it. */
export interface SourceFile {
  /** Where the user finds it: a path, or `ARCHIVE!member`. */
  readonly from: string;
  /** Name within the source, forward slashes. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface SourceRules {
  readonly files: readonly SourceFile[];
  /** The newest change among the members: the age of the rules. */
  readonly newestAt: Micros;
}

/** Gives the rules files of one place, in the order in which they are to be loaded. */
export interface RulesetSource {
  read(path: string, ruleset: string): Promise<Result<SourceRules, SnapshotFailure>>;
}

/** Immutable copies of rules, by digest; given by `disk/`. */
export interface SnapshotFiles {
  /** Stores all or nothing; does nothing when the digest is there already. */
  put(digest: string, files: readonly {path: string; bytes: Uint8Array}[]): Promise<void>;
  /** Absolute path of a snapshot's folder, there or not. */
  folder(digest: string): string;
  /** Bytes of one file, undefined when it is not there. */
  read(digest: string, path: string): Promise<Uint8Array | undefined>;
}
