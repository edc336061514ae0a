import {z} from 'zod';
import {POLICIES, type RuleOverlap} from '../domain/rule.ts';
import type {TrialPlan} from '../domain/trial.ts';
import type {FlowFigures} from './flow-figures.ts';
import type {LiveFigures} from './live-figures.ts';
import type {PartName} from './parts.ts';
import type {RulesFound} from './rules-found.ts';

/**
 * These types hold the figures of a trial as its store counts them, before any interpretation. Times are epoch
 * microseconds in UTC, and sizes are in bytes. An unknown figure is absent, not 0. The JSON report uses the same names.
 */

const count = z.int().nonnegative();

/** Alerts and rules of one arm, grouped by a property of the rules. */
const grouped = {alerts: count, rules: count};

/** What one arm fired, read and consumed in one part of a trial. */
export const armFigures = z.object({
  arm: z.string(),
  alerts: count,
  /** Number of rules that fired, counted by `gid:sid` over all revisions. */
  rulesFired: count,
  /** Number of distinct source addresses. */
  sourceAddresses: count,
  rejects: count,
  /** Captures that the counted runs were given, and those of them that Snort could not read to the end. */
  capturesDone: count,
  capturesUnreadable: count,
  /** Captures that were read to the end and raised at least one alert. */
  capturesAlerted: count,
  /** Packets according to Snort's own statistics: all that it received, and what became of them. */
  received: count.optional(),
  analyzed: count.optional(),
  dropped: count.optional(),
  discarded: count.optional(),
  /** Alerts that Snort says it logged. */
  alertsLogged: count.optional(),
  /** Events that Snort's queues had no room for. */
  eventsCut: count.optional(),
  /** Alerts whose timestamps have no year, and the first and last year that were assumed for them. */
  guessed: count.optional(),
  guessedFrom: z.int().optional(),
  guessedTo: z.int().optional(),
  /** Sums over the counted runs; the peak is that of the largest process. */
  wallSeconds: z.number().optional(),
  cpuSeconds: z.number().optional(),
  peakBytes: count.optional(),
  /** Runs whose alerts count: those that reached the end of their captures, live engines that inspected, and imported logs. */
  countedRuns: count,
  cancelledRuns: count,
  /** Runs that exited early, were never ready, or hung. */
  failedRuns: count,
  /** As in alert_json, a class is the description of a classtype ("Misc activity"), not its name ("misc-activity"). */
  byClass: z.array(z.object({class: z.string(), ...grouped})),
  /** What Snort did, as in the alerts: `allow`, `would_block`, `force_block` and so on; `none` if the log does not say. */
  byAction: z.array(z.object({action: z.string(), ...grouped})),
  /** By protocol as in the alerts, such as `TCP`; `none` if the log does not say. */
  byProtocol: z.array(z.object({protocol: z.string(), ...grouped})),
  byPriority: z.array(z.object({priority: count, ...grouped})),
});
export type ArmFigures = z.infer<typeof armFigures>;

/** A rule that fired in one arm and part. Each revision, message, class and priority has its own entry. */
export const firedRule = z.object({
  gid: count,
  sid: count,
  rev: count,
  msg: z.string(),
  class: z.string(),
  priority: count,
  alerts: count,
  captures: count,
  /** Number of distinct source addresses. */
  sourceAddresses: count,
  firstAt: z.int().optional(),
  lastAt: z.int().optional(),
});
export type FiredRule = z.infer<typeof firedRule>;

export interface FiredRow extends FiredRule {
  readonly part: PartName;
  readonly arm: string;
}

/** The references of a rule and the policies that contain it. */
export const ruleFacts = z.object({
  references: z.array(z.object({scheme: z.string(), id: z.string()})),
  policies: z.array(z.enum(POLICIES)),
});

export interface RuleFigures extends FiredRow {
  /** Absent if the rule is unknown. */
  readonly facts?: z.infer<typeof ruleFacts> | undefined;
}

/** The alerts of one rule in one arm, over all revisions of the rule. */
export interface RuleKeyFigures {
  readonly arm: string;
  readonly gid: number;
  readonly sid: number;
  readonly alerts: number;
}

/** The figures of one capture in one arm. `analyzed` is known only if the run read no other capture. */
export interface CaptureFigures {
  readonly arm: string;
  readonly capture: string;
  readonly alerts: number;
  readonly rules: number;
  readonly analyzed?: number | undefined;
  readonly problem?: string | undefined;
}

/** A unit (the captures of one process, or a slot) with a run that exited early or was never ready; `abandoned` if every attempt failed. */
export interface FailedUnitFigures {
  readonly arm: string;
  /** The captures that the process was given; empty for a live run. */
  readonly captures: readonly string[];
  readonly attempts: number;
  /** Why it ended: the last line that the engine printed, ruletrial's own reason, or else the signal or exit code. */
  readonly endReason?: string | undefined;
  readonly abandoned: boolean;
}

/** Alerts that only one arm raised: no other arm alerted on the same packet with the same rule. */
export const onlyOneFigures = z.object({
  arm: z.string(),
  capture: z.string(),
  gid: count,
  sid: count,
  msg: z.string(),
  alerts: count,
});
export type OnlyOneFigures = z.infer<typeof onlyOneFigures>;

/** A blocklist address that appeared in the traffic of one arm. Each flow is counted once. */
export const listedFigures = z.object({arm: z.string(), address: z.string(), flows: count, alerts: count});
export type ListedFigures = z.infer<typeof listedFigures>;

/** All figures of one part of a trial. */
export interface PartFigures {
  readonly part: PartName;
  /** The plan, in which each arm has the setup that was prepared for it last, with the captures that this part reads. */
  readonly plan: TrialPlan;
  readonly arms: readonly ArmFigures[];
  readonly rules: readonly RuleFigures[];
  readonly ruleKeys: readonly RuleKeyFigures[];
  /** Rules that fired in some arm and are not enabled in this one, as far as its rules are known. */
  readonly notEnabled: readonly Omit<RuleKeyFigures, 'alerts'>[];
  readonly captures: readonly CaptureFigures[];
  readonly failedUnits: readonly FailedUnitFigures[];
  readonly onlyOne: readonly OnlyOneFigures[];
  /** The flows that each arm alerted on; only for several arms that read the same traffic. */
  readonly flows: readonly FlowFigures[];
  /** Arms that raised the same alerts as the baseline, field by field, on every capture. */
  readonly identical: readonly string[];
  readonly listed: readonly ListedFigures[];
  /** How many snapshots of its ruleset each arm ran; empty for a replay and for imported logs. */
  readonly snapshots: readonly {readonly arm: string; readonly snapshots: number}[];
  /** The slots and everything that is stored about them, only for the live part of a rotating or concurrent trial. */
  readonly live?: LiveFigures | undefined;
}

/** The numbers of rules that Snort reported when it checked an arm, or those of the snapshot that was named for imported logs. */
export interface CheckedRules {
  readonly arm: string;
  readonly loaded?: number | undefined;
  readonly enabled?: number | undefined;
  readonly builtins?: number | undefined;
}

/** All figures of a trial, from one consistent read. */
export interface Figures {
  readonly trial: string;
  /** The plan, in which each arm has the setup that was prepared for it last. */
  readonly plan: TrialPlan;
  readonly sealedAt: number | undefined;
  readonly checked: readonly CheckedRules[];
  /** Only arms of imported logs with a named snapshot, or with rules that were matched. */
  readonly rulesFound: readonly (RulesFound & {readonly arm: string})[];
  /** Rules that each pair of arms shares, according to the catalogue. Arms whose rules are unknown are left out. */
  readonly overlaps: readonly (RuleOverlap & {readonly a: string; readonly b: string})[];
  readonly parts: readonly PartFigures[];
}
