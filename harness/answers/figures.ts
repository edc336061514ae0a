import {z} from 'zod';
import {POLICIES, type RuleOverlap} from '../domain/rule.ts';
import type {TrialPlan} from '../domain/trial.ts';
import type {LiveFigures} from './live-figures.ts';
import type {PartName} from './parts.ts';

/**
 * Figures of a trial as its store counts them; nothing is judged yet. Times are epoch microseconds UTC, sizes bytes. A
 * figure that is not known is absent, which is not 0. Reports carry these values under these names.
 */

const count = z.int().nonnegative();

/** Alerts of one arm, by a property of their rules. */
const grouped = {alerts: count, rules: count};

export const armFigures = z.object({
  arm: z.string(),
  alerts: count,
  /** Number of rules by `gid:sid`, all revisions together. */
  rulesFired: count,
  /** Distinct source addresses. */
  sources: count,
  rejects: count,
  /** Captures that its counted runs should have read; of these, those that Snort could not read to the end. */
  capturesDone: count,
  capturesUnreadable: count,
  /** Captures that were read to the end and gave an alert. */
  capturesAlerted: count,
  /** Packets, by Snort's own statistics. */
  received: count.optional(),
  analyzed: count.optional(),
  dropped: count.optional(),
  discarded: count.optional(),
  alertsLogged: count.optional(),
  eventsCut: count.optional(),
  /** Alerts of logs without years, and the years that were assumed. */
  guessed: count.optional(),
  guessedFrom: z.int().optional(),
  guessedTo: z.int().optional(),
  /** Sums over its processes; the peak is that of the largest one. */
  wallSeconds: z.number().optional(),
  cpuSeconds: z.number().optional(),
  peakBytes: count.optional(),
  countedRuns: count,
  cancelledRuns: count,
  /** Runs that exited early, were never ready, or hung. */
  earlyRuns: count,
  byClasstype: z.array(z.object({classtype: z.string(), ...grouped})),
  byPriority: z.array(z.object({priority: count, ...grouped})),
});
export type ArmFigures = z.infer<typeof armFigures>;

/** A rule that fired in one arm and part, with a separate entry per revision, message, classtype and priority. */
export const firedRule = z.object({
  gid: count,
  sid: count,
  rev: count,
  msg: z.string(),
  classtype: z.string(),
  priority: count,
  alerts: count,
  captures: count,
  /** Distinct source addresses. */
  sources: count,
  firstAt: z.int().optional(),
  lastAt: z.int().optional(),
});
export type FiredRule = z.infer<typeof firedRule>;

export interface FiredRow extends FiredRule {
  readonly part: PartName;
  readonly arm: string;
}

/** What a rule refers to and which policies name it; absent where the rule is not known. */
export const ruleFacts = z.object({
  references: z.array(z.object({scheme: z.string(), id: z.string()})),
  policies: z.array(z.enum(POLICIES)),
});

export interface RuleFigures extends FiredRow {
  readonly facts?: z.infer<typeof ruleFacts> | undefined;
}

/** One rule over all its revisions, as one arm fired it. */
export interface KeyFigures {
  readonly arm: string;
  readonly gid: number;
  readonly sid: number;
  readonly alerts: number;
}

/** One capture as one arm read it. Packets only where one run read one capture. */
export interface CaptureFigures {
  readonly arm: string;
  readonly capture: string;
  readonly alerts: number;
  readonly rules: number;
  readonly analyzed?: number | undefined;
  readonly problem?: string | undefined;
}

/** A unit whose engine ended early; `abandoned` if no later attempt finished. */
export interface BadRunFigures {
  readonly arm: string;
  /** Every capture that its process should have read; empty for a live run. */
  readonly captures: readonly string[];
  readonly attempts: number;
  readonly lastWords?: string | undefined;
  readonly abandoned: boolean;
}

/** Alerts on packets on which no other arm alerted with the same rule. */
export const onlyOneFigures = z.object({
  arm: z.string(),
  capture: z.string(),
  gid: count,
  sid: count,
  msg: z.string(),
  alerts: count,
});
export type OnlyOneFigures = z.infer<typeof onlyOneFigures>;

/** One address of a blocklist as one arm met it. Rules `136:1` block and `136:4` monitor; one flow counts once. */
export const listedFigures = z.object({arm: z.string(), address: z.string(), flows: count, alerts: count});
export type ListedFigures = z.infer<typeof listedFigures>;

/** Everything that one part of a trial is judged by. */
export interface PartFigures {
  readonly part: PartName;
  /** Its arms as they were loaded last; its captures are those that this part read. */
  readonly plan: TrialPlan;
  readonly arms: readonly ArmFigures[];
  readonly rules: readonly RuleFigures[];
  readonly keys: readonly KeyFigures[];
  readonly captures: readonly CaptureFigures[];
  readonly runs: readonly BadRunFigures[];
  readonly onlyOne: readonly OnlyOneFigures[];
  readonly listed: readonly ListedFigures[];
  /** How many snapshots of its rules each arm ran; empty for a replay and for imported logs. */
  readonly snapshots: readonly {readonly arm: string; readonly snapshots: number}[];
  /** Only for the live part of a rotating or concurrent trial: its slots and everything recorded about them. */
  readonly live?: LiveFigures | undefined;
}

/** What Snort said of an arm's rules when it checked them. */
export interface CheckedRules {
  readonly arm: string;
  readonly loaded?: number | undefined;
  readonly enabled?: number | undefined;
  readonly builtins?: number | undefined;
}

/** A trial's figures, from one consistent read. */
export interface Figures {
  readonly trial: string;
  /** Its arms as they were loaded last. */
  readonly plan: TrialPlan;
  readonly sealedAt: number | undefined;
  readonly checked: readonly CheckedRules[];
  /** Rules that each pair of arms shares, by the catalogue; none for arms whose rules are unknown. */
  readonly overlaps: readonly (RuleOverlap & {readonly a: string; readonly b: string})[];
  readonly parts: readonly PartFigures[];
}
