import type {Micros} from '../domain/time.ts';
import type {TrialPlan} from '../domain/trial.ts';
import type {AlertTotal, Group, GroupRow} from './alert-counts.ts';
import type {Figures, FiredRow} from './figures.ts';
import type {LiveFigures} from './live-figures.ts';
import type {PartName} from './parts.ts';

/** A trial's name and plan, and the parts that it has now. */
export interface TrialIdentity {
  readonly name: string;
  readonly plan: TrialPlan;
  /** Epoch microseconds; undefined if the trial is not sealed. */
  readonly sealedAt: number | undefined;
  readonly parts: readonly PartName[];
  readonly checked: Figures['checked'];
}

/** A filter for the rules that fired. An omitted field does not restrict the result. */
export interface FiredQuestion {
  readonly part?: PartName | undefined;
  readonly arm?: string | undefined;
  readonly gid?: number | undefined;
  readonly sid?: number | undefined;
  /** Description of the classtype, as `class` in alert_json; case is ignored. */
  readonly class?: string | undefined;
  /** Text that the message must contain; case is ignored. */
  readonly text?: string | undefined;
  /** Only alerts of this protocol, such as TCP; case is ignored. */
  readonly protocol?: string | undefined;
  /** Only alerts from this source address. */
  readonly source?: string | undefined;
  /** Only alerts on traffic to this destination port, 0 to 65535. */
  readonly port?: number | undefined;
  /** Only alerts with this action, such as `block`; case is ignored. */
  readonly action?: string | undefined;
  /** Only alerts at or after this time. */
  readonly from?: Micros | undefined;
  /** Only alerts before this time. */
  readonly to?: Micros | undefined;
  /** Only rules (all revisions together) that no other arm fired in the same part; alerts of the other arms are filtered in the same way. */
  readonly firedByNoOtherArm?: boolean | undefined;
  /** Only this many rows of each part and arm, 1 or more: those with the most alerts. */
  readonly top?: number | undefined;
}

/** A digest of all alerts of one arm on one capture. Equal digests mean equal alerts. */
export interface AlertDigest {
  readonly arm: string;
  readonly capture: string;
  readonly alerts: number;
  readonly digest: string;
}

/** Answers questions about one trial. Every figure in a report, list or export comes from here. */
export interface Answers {
  trial(): Promise<TrialIdentity>;
  /** Returns all figures that the report is made from, in one consistent read. */
  figures(): Promise<Figures>;
  /** Returns the rules that fired, ordered by part and then by number of alerts, highest first. */
  fired(question: FiredQuestion): Promise<readonly FiredRow[]>;
  /** Counts the alerts by a property, ordered like `fired`, or by time for hours. */
  alertsBy(by: Group, question: FiredQuestion): Promise<readonly GroupRow[]>;
  /** Counts the alerts of each part and arm. */
  alertTotals(question: FiredQuestion): Promise<readonly AlertTotal[]>;
  /** Returns the slots and runs of a live trial so far; undefined for any other trial. */
  live(): Promise<LiveFigures | undefined>;
  /** Returns a digest of the alerts for each arm and capture of the part `same-traffic`. */
  alertDigests(): Promise<readonly AlertDigest[]>;
  /** Returns the digests of all snapshots that the trial has run or will run. */
  snapshotsUsed(): Promise<readonly string[]>;
}

/** Answers that hold a file open until they are closed. */
export interface OpenAnswers extends Answers {
  close(): void;
}
