import type {Failure} from '../domain/failure.ts';
import type {Result} from '../domain/result.ts';
import type {GateStep, Manifest} from '../domain/snapshot.ts';
import type {Clock} from '../domain/time.ts';
import type {EngineSettings} from '../domain/trial.ts';
import type {EngineFailure} from '../engine/failures.ts';
import type {CatalogueRule} from './catalogue-rules.ts';
import type {SnapshotFailure, SourceFailure} from './failures.ts';
import type {Acceptable} from './gate.ts';
import type {ListWish} from './judge-lists.ts';
import type {Catalogue, RulesetSource, SnapshotFiles, SourceRequest} from './ports.ts';
import type {Selection} from './prepare-rules.ts';

export type TakeFailure = SourceFailure | EngineFailure;

interface WantedPlace {
  readonly source: RulesetSource;
  readonly path: string;
  /** The user's own rules: not affected by the source's policy. */
  readonly own?: boolean;
}

export interface Wanted {
  readonly request: SourceRequest;
  /** How the source was declared: `archive community.tar.gz`. */
  readonly source: string;
  /** Places to read, in order: the source, then local rules. None for a ruleset without rules. */
  readonly places: readonly WantedPlace[];
  /** Share of the rules that may not be understood, 0..1; they are left out. */
  readonly unreadable: number;
  /** What the declaration changes of the rules, or why it cannot. */
  readonly tuning: Result<Omit<Selection, 'unreadable'>, SnapshotFailure>;
  /** Variables of Snort, by name. */
  readonly variables: Readonly<Record<string, string>>;
  readonly maxShrink: number;
  readonly badLines: number;
  readonly lists: ListWish;
  readonly accept: readonly Acceptable[];
  /** The ruleset is declared to have no rules. */
  readonly none: boolean;
}

/** The engine's part of the gate over files that lie in a folder; undefined where there is no engine. */
export type Prove = (
  folder: string,
  manifest: Manifest,
  rules: readonly CatalogueRule[],
  /** Settings of the arm that uses it; undefined if none does yet. */
  settingsOf?: (manifest: Manifest) => EngineSettings,
) => Promise<Result<{steps: readonly GateStep[]; engine: string | undefined}, EngineFailure>>;

export interface TakeDeps {
  readonly snapshots: SnapshotFiles;
  readonly catalogue: Catalogue;
  readonly prove: Prove;
  readonly clock: Clock;
  readonly madeBy: string;
  /** Words of any failure, for the record. */
  readonly messageOf: (failure: Failure) => string;
}
