import type {TrialPlan} from '../domain/trial.ts';
import type {Figures, FiredRow} from './figures.ts';
import type {LiveFigures} from './live-figures.ts';
import type {PartName} from './parts.ts';

/** What identifies a trial, and the parts that it has now. */
export interface TrialIdentity {
  readonly name: string;
  readonly plan: TrialPlan;
  /** Epoch microseconds; undefined while it is not sealed. */
  readonly sealedAt: number | undefined;
  readonly parts: readonly PartName[];
  readonly checked: Figures['checked'];
}

/** Which rules to return; an omitted field does not filter. */
export interface FiredQuestion {
  readonly part?: PartName | undefined;
  readonly arm?: string | undefined;
  readonly gid?: number | undefined;
  readonly sid?: number | undefined;
  /** The classtype's description as in alerts, ignoring case. */
  readonly classtype?: string | undefined;
  /** Part of the message, ignoring case. */
  readonly text?: string | undefined;
}

/** All alerts of one arm over one capture, as a digest: equal digests are equal alerts. */
export interface AlertDigest {
  readonly arm: string;
  readonly capture: string;
  readonly alerts: number;
  readonly digest: string;
}

/** One trial, open for questions. Every figure, list and export comes from here; no other code counts alerts. */
export interface Answers {
  trial(): Promise<TrialIdentity>;
  /** Everything that its report is made from, in one consistent read. */
  figures(): Promise<Figures>;
  /** Rules that fired, the most alerts first in each part. */
  fired(question: FiredQuestion): Promise<readonly FiredRow[]>;
  /** Progress of a live trial; undefined for any other. */
  live(): Promise<LiveFigures | undefined>;
  /** Digests of a replay's captures, by arm and capture. */
  alertDigests(): Promise<readonly AlertDigest[]>;
  /** Digests of all snapshots that the trial runs or ever ran. */
  snapshotsUsed(): Promise<readonly string[]>;
}

/** Answers together with what they hold open. */
export interface OpenAnswers extends Answers {
  close(): void;
}
