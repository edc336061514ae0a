import type {Failure} from '../domain/failure.ts';
import type {Result} from '../domain/result.ts';
import type {GateCheck, Manifest} from '../domain/snapshot.ts';
import type {Clock} from '../domain/time.ts';
import type {EngineSettings} from '../domain/trial.ts';
import type {EngineFailure} from '../engine/failures.ts';
import type {CatalogueRule} from './catalogue-rules.ts';
import type {SnapshotFailure, SourceFailure} from './failures.ts';
import type {Acceptable} from './gate.ts';
import type {ListOptions} from './judge-lists.ts';
import type {Catalogue, RulesetSource, SnapshotFiles, SourceRequest} from './ports.ts';
import type {Selection} from './prepare-rules.ts';

export type TakeFailure = SourceFailure | EngineFailure;

interface PlaceToRead {
  readonly source: RulesetSource;
  readonly path: string;
  /** The user's own rules: not affected by the source's policy. */
  readonly own?: boolean;
}

export interface TakeOrder {
  readonly request: SourceRequest;
  /** The source as declared: `archive community.tar.gz`. */
  readonly source: string;
  /** Places to read, in order: the source, then local rules. None for a ruleset without rules. */
  readonly places: readonly PlaceToRead[];
  /** Share of the rules that may be unreadable, 0..1; these are left out. */
  readonly unreadable: number;
  /** What the declaration changes in the rules, or the failure to read that. */
  readonly tuning: Result<Omit<Selection, 'unreadable'>, SnapshotFailure>;
  /** Snort variables, by name. */
  readonly variables: Readonly<Record<string, string>>;
  readonly maxShrink: number;
  readonly badLines: number;
  readonly lists: ListOptions;
  readonly accept: readonly Acceptable[];
  /** The ruleset is declared to have no rules. */
  readonly none: boolean;
}

/** Runs the engine's part of the gate on the files in a folder; `engine` is undefined if there is none. */
export type TestRules = (
  folder: string,
  manifest: Manifest,
  rules: readonly CatalogueRule[],
  /** Returns the settings of the arm that uses the snapshot; undefined if no arm does yet. */
  settingsOf?: (manifest: Manifest) => EngineSettings,
) => Promise<Result<{steps: readonly GateCheck[]; engine: string | undefined}, EngineFailure>>;

export interface TakeDeps {
  readonly snapshots: SnapshotFiles;
  readonly catalogue: Catalogue;
  readonly testRules: TestRules;
  readonly clock: Clock;
  readonly madeBy: string;
  /** Returns the message of any failure, to record it. */
  readonly messageOf: (failure: Failure) => string;
}
