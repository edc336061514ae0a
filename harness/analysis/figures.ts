import type {TrialPlan} from '../domain/trial.ts';
import type {LoadedRule} from '../rules/overlap.ts';
import type {RuleFacts} from '../rules/parse-rule.ts';
import type {LiveFigures} from './live-figures.ts';

/** Counts as the store gives them; nothing judged yet. Times are epoch microseconds. */
export interface Figures {
  readonly trial: string;
  readonly plan: TrialPlan;
  readonly sealedAt: number | undefined;
  readonly arms: readonly ArmFigures[];
  readonly rules: readonly RuleFigures[];
  readonly captures: readonly CaptureFigures[];
  readonly runs: readonly BadRunFigures[];
  readonly onlyOne: readonly OnlyOneFigures[];
  /** Rules that each arm loads, by the catalogue; none of an arm whose rules are not known. */
  readonly loaded: readonly {readonly arm: string; readonly rules: readonly LoadedRule[]}[];
  /** Addresses of blocklists that were met. */
  readonly listed: readonly ListedFigures[];
  /** Of a live trial, and of its paired answer: how many snapshots of its rules each arm ran. */
  readonly snapshots?: readonly {readonly arm: string; readonly snapshots: number}[] | undefined;
  /** Of a rotating or concurrent trial: its slots and all that happened. */
  readonly live?: LiveFigures | undefined;
  /** Of a live trial whose recorded traffic went through every arm: that replay's own figures. */
  readonly paired?: Figures | undefined;
}

export interface ArmFigures {
  readonly arm: string;
  readonly loaded: number | null;
  readonly enabled: number | null;
  readonly builtins: number | null;
  readonly capturesDone: number;
  readonly received: number | null;
  readonly analyzed: number | null;
  readonly dropped: number | null;
  readonly discarded: number | null;
  readonly alertsLogged: number | null;
  readonly eventsCut: number | null;
  readonly sources: number;
  readonly rejects: number;
  /** Alerts of logs without years, and the years that were assumed. */
  readonly guessed: number | null;
  readonly guessedFrom: number | null;
  readonly guessedTo: number | null;
  readonly wallMs: number | null;
  readonly cpuMs: number | null;
  readonly peakBytes: number | null;
  readonly countedRuns: number;
  readonly cancelledRuns: number;
  readonly earlyRuns: number;
}

/** One rule as one arm fired it; revisions and messages apart. */
export interface RuleFigures {
  readonly arm: string;
  readonly gid: number;
  readonly sid: number;
  readonly rev: number;
  readonly msg: string;
  readonly classtype: string;
  readonly priority: number;
  readonly alerts: number;
  readonly captures: number;
  readonly sources: number;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  /** Of the rule as the catalogue knows it; undefined for logs of other runs, and for builtin rules. */
  readonly facts?: Pick<RuleFacts, 'references' | 'policies'> | undefined;
}

/** One capture as one arm read it. Packets only where one run read one capture. */
export interface CaptureFigures {
  readonly arm: string;
  readonly capture: string;
  readonly alerts: number;
  readonly rules: number;
  readonly analyzed: number | null;
  readonly problem: string | null;
}

/** A unit whose engine ended early; `givenUp` when no later attempt came to its end. */
export interface BadRunFigures {
  readonly arm: string;
  /** All that its process was to read; none of a live run. */
  readonly captures: readonly string[];
  readonly attempts: number;
  readonly lastWords: string | null;
  readonly givenUp: boolean;
}

/** Alerts on packets on which no other arm alerted with the same rule. */
export interface OnlyOneFigures {
  readonly arm: string;
  readonly capture: string;
  readonly gid: number;
  readonly sid: number;
  readonly msg: string;
  readonly alerts: number;
}

/** One listed address, as one arm met it. */
export interface ListedFigures {
  readonly arm: string;
  readonly address: string;
  /** `136:1` blocks, `136:4` monitors: one flow counts once. */
  readonly flows: number;
  readonly alerts: number;
}
