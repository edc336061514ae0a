import type {Result} from '../domain/result.ts';
import type {Policy} from '../domain/rule.ts';
import type {Layout, Manifest, SnapshotFile} from '../domain/snapshot.ts';
import type {Micros} from '../domain/time.ts';
import type {Classification} from '../rules/classifications.ts';
import type {CatalogueRule} from './catalogue-rules.ts';
import type {Exclusion} from './exclude.ts';
import type {SnapshotFailure, SourceFailure} from './failures.ts';
import type {LostRule, Place, Unread} from './made-rules.ts';

/** A file as read from its source. */
export interface SourceFile {
  /** Where the user finds it: a path, or `ARCHIVE!member`. */
  readonly from: string;
  /** The name relative to the source, with forward slashes. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The kind of file; the default is rules. */
  readonly kind?: SnapshotFile['kind'];
}

/** The request to a source: everything that changes the rules it returns. */
export interface SourceRequest {
  readonly ruleset: string;
  readonly policy: Policy | undefined;
  readonly soRules: 'load' | 'skip';
  /** Platform of the programs of SO rules, as named in the archives: `ubuntu-x64`. */
  readonly soPlatform: string | undefined;
  readonly config: 'ruletrial' | 'lightspd';
  /** Patterns for the names of files to leave out. */
  readonly exclude: readonly string[];
  /** Version of the Snort that will run, such as `3.11.1.0`; undefined if there is none. */
  readonly snortVersion: string | undefined;
}

/** The rules of an archive from snort.org, under a policy. */
export type Made = Pick<Manifest, 'processedBy' | 'layout' | 'policy' | 'ownConfig' | 'differences'> & {
  readonly policyBy: 'states' | undefined;
  readonly soNotLoaded: number;
  /** Undefined if the rules' own metadata decides. */
  readonly perPolicy: Manifest['counts']['perPolicy'] | undefined;
  /** The rules as Snort loads them; only with the archive's own configuration, where no file contains them in this form. */
  readonly rulesText?: string;
  /** The position of each rule in the archive, by its key; line numbers in the snapshot differ. */
  readonly places: ReadonlyMap<string, Place>;
  readonly unread: readonly Unread[];
  readonly lost: readonly LostRule[];
  /** Folders that an archive of this layout has, and this one lacks. */
  readonly lacking: readonly string[];
};

export interface SourceContent {
  readonly files: readonly SourceFile[];
  /** The latest change of a file, from which the age of the rules follows. */
  readonly newestAt: Micros;
  readonly made?: Made;
  /** Classtypes from its own classification.config. */
  readonly classifications?: readonly Classification[];
  /** What `exclude` left out; undefined if the source does not support it. */
  readonly exclusion?: Pick<Exclusion, 'names' | 'unused'>;
  /** How many hidden rules files of a folder or archive were left out. */
  readonly hidden?: number;
  /** The URL from which it was downloaded, without the query. */
  readonly url?: string;
}

/** A kind of place that rules come from. */
export interface RulesetSource {
  /** Returns the files of a place, in the order in which Snort loads them. */
  read(place: string, request: SourceRequest): Promise<Result<SourceContent, SourceFailure>>;
  /** Returns the failure of a read as far as it is known in advance, without a request to a provider. */
  lacks?(place: string, request: SourceRequest): Promise<SourceFailure | undefined>;
}

export interface Members {
  /** Names of all members. */
  readonly names: readonly string[];
  /** The needed members, by normalized name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly newestAt: Micros;
}

/** Reads a .tar.gz in memory; refuses one that is incomplete or dangerous. */
export interface ArchiveReader {
  read(
    path: string,
    ruleset: string,
    isNeeded: (name: string) => boolean,
  ): Promise<Result<Members, SnapshotFailure>>;
}

export interface PulledPorkOrder {
  readonly ruleset: string;
  readonly layout: Layout;
  /** A complete, safe archive on disk; if undefined, PulledPork3 downloads it. */
  readonly archive: string | undefined;
  /** Needed if PulledPork3 downloads a registered or LightSPD archive. */
  readonly oinkcode: string | undefined;
  /** The Snort version that PulledPork3 receives, from which it derives the name of a registered archive. */
  readonly snortVersion: string;
  readonly policy: Policy | undefined;
  readonly soPlatform: string | undefined;
}

export interface PulledPorkRules {
  /** Every rule; disabled ones are commented out with `# `. */
  readonly text: string;
  /** Path of the archive that it read; valid only while `use` runs. */
  readonly archive: string;
}

/** PulledPork3, found on this machine. */
export interface PulledPork {
  /** `3.0.0.5` */
  readonly version: string;
  /** Runs PulledPork3 once, in a folder that is removed when `use` ends. */
  process<T>(
    order: PulledPorkOrder,
    use: (rules: PulledPorkRules) => Promise<Result<T, SnapshotFailure>>,
  ): Promise<Result<T, SnapshotFailure>>;
}

/** A folder that is filled and checked before it becomes a snapshot. */
export interface StagedSnapshot {
  readonly folder: string;
  /** Turns the folder into the snapshot, in one rename. */
  keep(): Promise<void>;
  drop(): Promise<void>;
}

/** Immutable copies of rules, by digest; supplied by `disk/`. */
export interface SnapshotFiles {
  /** Writes all files next to the snapshots; undefined if the digest already exists. */
  stage(
    digest: string,
    files: readonly {path: string; bytes: Uint8Array}[],
  ): Promise<StagedSnapshot | undefined>;
  /** Returns the absolute path of a snapshot's folder, which need not exist. */
  folder(digest: string): string;
  /** Reads a file; undefined if it does not exist. */
  read(digest: string, path: string): Promise<Uint8Array | undefined>;
  remove(digest: string): Promise<void>;
  /** Removes what interrupted takes left behind, and returns the digests of all complete snapshots. */
  sweep(): Promise<readonly string[]>;
}

/** A take that was refused, for the report. */
export interface Refusal {
  readonly ruleset: string;
  readonly variant: string;
  readonly at: Micros;
  readonly kind: string;
  readonly words: string;
}

/** The catalogue of snapshots; supplied by `sqlite/`. A variant names the options that are part of a snapshot, such as its policy. */
export interface Catalogue {
  /** Returns the newest good snapshot of a ruleset's variant. */
  lastGood(ruleset: string, variant: string): Manifest | undefined;
  /** Returns a snapshot with this digest, of any ruleset. */
  ofDigest(digest: string): Manifest | undefined;
  /** Stores a snapshot, its rules and the take in one transaction. */
  keep(manifest: Manifest, variant: string, rules: readonly CatalogueRule[], imported?: boolean): void;
  holds(ruleset: string, variant: string, digest: string): boolean;
  refuse(refusal: Refusal): void;
  /** Returns the refusals since the last good take of a variant, newest first. */
  refusalsSince(ruleset: string, variant: string): readonly Refusal[];
  rulesOf(digest: string): readonly CatalogueRule[];
  /** Removes a ruleset's snapshot, and its rules if nothing else uses them; returns whether its files can be removed too. */
  forget(ruleset: string, variant: string, digest: string): boolean;
}
