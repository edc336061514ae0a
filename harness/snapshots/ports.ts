import type {Result} from '../domain/result.ts';
import type {Policy} from '../domain/rule.ts';
import type {Layout, Manifest, SnapshotFile} from '../domain/snapshot.ts';
import type {Micros} from '../domain/time.ts';
import type {Classification} from '../rules/classifications.ts';
import type {CatalogueRule} from './catalogue-rules.ts';
import type {Exclusion} from './exclude.ts';
import type {SnapshotFailure, SourceFailure} from './failures.ts';
import type {LostRule, Place, Unread} from './made-rules.ts';

/** One file as its source gave it. */
export interface SourceFile {
  /** Where the user finds it: a path, or `ARCHIVE!member`. */
  readonly from: string;
  /** Name within the source, forward slashes. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Left out: rules. */
  readonly kind?: SnapshotFile['kind'];
}

/** The request to a source: everything that changes the rules it returns. */
export interface SourceRequest {
  readonly ruleset: string;
  readonly policy: Policy | undefined;
  readonly soRules: 'load' | 'skip';
  /** Platform of SO rules' programs, as the archives name it: `ubuntu-x64`. */
  readonly soPlatform: string | undefined;
  readonly config: 'ruletrial' | 'lightspd';
  /** Patterns of names of files that are left out. */
  readonly exclude: readonly string[];
  /** Of the Snort that will run, `3.11.1.0`; undefined where there is none. */
  readonly snortVersion: string | undefined;
}

/** Rules of an archive of snort.org, made under a policy. */
export type Made = Pick<Manifest, 'processedBy' | 'layout' | 'policy' | 'ownConfig' | 'differences'> & {
  readonly policyBy: 'states' | undefined;
  readonly soNotLoaded: number;
  /** Undefined where the rules' own metadata says it. */
  readonly perPolicy: Manifest['counts']['perPolicy'] | undefined;
  /** The rules as Snort loads them, if no file holds them so: with the archive's own configuration. */
  readonly rulesText?: string;
  /** The position of each rule in the archive, by its key; line numbers of our files differ. */
  readonly places: ReadonlyMap<string, Place>;
  readonly unread: readonly Unread[];
  readonly lost: readonly LostRule[];
  /** Folders that an archive of this layout has, and this one lacks. */
  readonly lacking: readonly string[];
};

export interface SourceContent {
  readonly files: readonly SourceFile[];
  /** The newest change among the members: the age of the rules. */
  readonly newestAt: Micros;
  readonly made?: Made;
  /** Classtypes from its own classification.config. */
  readonly classifications?: readonly Classification[];
  /** What `exclude` left out; undefined where nothing was to be left out. */
  readonly exclusion?: Pick<Exclusion, 'names' | 'unused'>;
  /** Hidden rules files of a folder or archive: left out. */
  readonly hidden?: number;
  /** Where it was downloaded, without the query. */
  readonly url?: string;
}

/** Gives the files of one place, in the order in which they are to be loaded. */
export interface RulesetSource {
  read(place: string, request: SourceRequest): Promise<Result<SourceContent, SourceFailure>>;
  /** What would hinder it, as far as that is known without asking a provider. */
  lacks?(place: string, request: SourceRequest): Promise<SourceFailure | undefined>;
}

export interface Members {
  /** Of every member. */
  readonly names: readonly string[];
  /** Of those that were wanted, by normalised name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly newestAt: Micros;
}

/** Reads a .tar.gz in memory; refuses one that is not whole or not harmless. */
export interface ArchiveReader {
  read(
    path: string,
    ruleset: string,
    wanted: (name: string) => boolean,
  ): Promise<Result<Members, SnapshotFailure>>;
}

export interface PulledPorkOrder {
  readonly ruleset: string;
  readonly layout: Layout;
  /** A whole and harmless archive on disk; undefined: PulledPork3 downloads it by itself. */
  readonly archive: string | undefined;
  /** Needed where PulledPork3 downloads a registered or LightSPD archive. */
  readonly oinkcode: string | undefined;
  /** What PulledPork3 takes for Snort's version: it makes the name of a registered archive from it. */
  readonly snortVersion: string;
  readonly policy: Policy | undefined;
  readonly soPlatform: string | undefined;
}

export interface PulledPorkRules {
  /** Every rule; disabled ones are commented out with `# `. */
  readonly text: string;
  /** The archive that it read, as long as `use` runs. */
  readonly archive: string;
}

/** PulledPork3, found on this machine. */
export interface PulledPork {
  /** `3.0.0.5` */
  readonly version: string;
  /** Runs it once in its own folder, which is removed when `use` ends. */
  process<T>(
    order: PulledPorkOrder,
    use: (rules: PulledPorkRules) => Promise<Result<T, SnapshotFailure>>,
  ): Promise<Result<T, SnapshotFailure>>;
}

/** A folder that is filled and judged before it becomes a snapshot. */
export interface StagedSnapshot {
  readonly folder: string;
  /** Makes it the snapshot in one rename. */
  keep(): Promise<void>;
  drop(): Promise<void>;
}

/** Immutable copies of rules, by digest; given by `disk/`. */
export interface SnapshotFiles {
  /** Writes all files next to the snapshots; undefined if the digest already exists. */
  stage(
    digest: string,
    files: readonly {path: string; bytes: Uint8Array}[],
  ): Promise<StagedSnapshot | undefined>;
  /** Absolute path of a snapshot's folder, there or not. */
  folder(digest: string): string;
  /** Bytes of one file, undefined when it is not there. */
  read(digest: string, path: string): Promise<Uint8Array | undefined>;
  remove(digest: string): Promise<void>;
  /** Removes what takes that were killed left; gives the digests of all whole snapshots. */
  sweep(): Promise<readonly string[]>;
}

/** A take that came to no snapshot, for the report. */
export interface Refusal {
  readonly ruleset: string;
  readonly variant: string;
  readonly at: Micros;
  readonly kind: string;
  readonly words: string;
}

/** What is known of snapshots; given by `sqlite/`. A variant is what of a ruleset is baked into a snapshot: its policy. */
export interface Catalogue {
  /** Newest good take of a ruleset's variant. */
  lastGood(ruleset: string, variant: string): Manifest | undefined;
  /** Of any ruleset, with these rules. */
  ofDigest(digest: string): Manifest | undefined;
  /** Snapshot, rules and take in one transaction. */
  keep(manifest: Manifest, variant: string, rules: readonly CatalogueRule[], imported?: boolean): void;
  holds(ruleset: string, variant: string, digest: string): boolean;
  refuse(refusal: Refusal): void;
  /** Refusals since the last good take of a variant, the newest first. */
  refusalsSince(ruleset: string, variant: string): readonly Refusal[];
  rulesOf(digest: string): readonly CatalogueRule[];
  /** Forgets a ruleset's snapshot, and its rules when nothing else has them; true when its files may go as well. */
  forget(ruleset: string, variant: string, digest: string): boolean;
}
