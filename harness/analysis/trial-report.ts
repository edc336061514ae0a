import {z} from 'zod';
import {armFigures, firedRule, listedFigures, onlyOneFigures, ruleFacts} from '../answers/figures.ts';
import {flowFigures} from '../answers/flow-figures.ts';
import {PARTS} from '../answers/parts.ts';
import {rulesFound} from '../answers/rules-found.ts';
import {trialPlanSchema} from '../domain/trial.ts';
import {comparison} from './comparison.ts';
import {liveReport} from './live-report.ts';

/**
 * The versioned content of a trial's report. The JSON report is this value, and every other format is made from it. It
 * contains the figures of `answers/` under their own names, and what follows from them. Times are epoch microseconds in
 * UTC, shares are from 0 to 1, sizes are in bytes. An unknown figure is absent.
 */

const count = z.int().nonnegative();
const planArm = trialPlanSchema.shape.arms.element;

/** What identifies an arm; it is the same in every part. */
const arm = z.object({
  name: z.string(),
  identity: planArm,
  /** Days from the last modification of the source's files to the creation of the trial. */
  rulesetAgeDays: z.number().optional(),
  rules: z.object({loaded: count.optional(), enabled: count.optional(), builtins: count.optional()}),
  /** Only for imported logs: how the rules that fired were found in snapshots. */
  rulesFound: rulesFound.optional(),
});

/** What an arm did in one part. */
const partArm = armFigures.extend({
  /** Share of the arm's alerts that its three rules with most alerts raised; absent without alerts. */
  loudestShare: z.number().optional(),
  fired: z.array(
    firedRule.extend({...ruleFacts.partial().shape, /** Share of the arm's alerts. */ share: z.number()}),
  ),
});

/** One rule (gid:sid, all revisions together) with its alerts in each arm. */
const ruleAcross = z.object({
  gid: count,
  sid: count,
  msg: z.string(),
  class: z.string(),
  priority: count,
  /** In the order of the part's arms. 0: enabled but silent, or not known to be enabled. null: not enabled in the arm's rules. */
  alerts: z.array(count.nullable()),
  firedBy: count,
});

/** One capture with its alerts in each arm, in the order of the part's arms. */
const captureAcross = z.object({
  path: z.string(),
  alerts: z.array(count),
  rules: z.array(count),
  analyzed: z.array(count.nullable()),
  problems: z.array(z.string().nullable()),
  /** Every attempt failed, so the arm did not read it. */
  abandoned: z.array(z.boolean()),
});

/** Rules that two arms load: by rule id (gid:sid:rev) and by text. */
const overlap = z.object({
  a: z.string(),
  b: z.string(),
  shared: count,
  onlyA: count,
  onlyB: count,
  sameText: count,
  sharedOtherText: count,
  /** Whether the sets of rule texts are equal. */
  same: z.boolean(),
});

export const FLAGS = [
  'incomplete',
  'recorded',
  'ingested',
  'rules-matched',
  'snapshot-named',
  'snapshot-doubtful',
  'shared-processes',
  'one-arm',
  'no-rules-enabled',
  'packets-differ',
  'capture-unreadable',
  'unit-abandoned',
  'rejects',
  'year-assumed',
  'alerts-lost',
  'same-rules',
  'engines-differ',
  'reads-differ',
  'packets-cut',
  'packets-discarded',
  'event-queues-differ',
  'events-cut',
  'files-ignored',
  'so-not-loaded',
  'list-covers',
  'gate-not-passed',
  'snapshot-refused',
  'other-traffic',
  'rules-changed',
  'slots-missed',
  'engine-failed',
  'outage',
] as const;

const flag = z.object({
  flag: z.enum(FLAGS),
  severity: z.enum(['note', 'warning']),
  arm: z.string().optional(),
  text: z.string(),
});

const part = z.object({
  part: z.enum(PARTS),
  isolation: trialPlanSchema.shape.isolation,
  flags: z.array(flag),
  arms: z.array(partArm),
  rules: z.array(ruleAcross),
  /** Every capture that the part had to read; empty in a part without captures. */
  captures: z.array(captureAcross),
  onlyOne: z.array(onlyOneFigures),
  /** The flows that each arm alerted on; empty with one arm, and in a part without captures. */
  flows: z.array(flowFigures),
  /** Each arm against the baseline. */
  comparisons: z.array(comparison),
  /** Addresses on blocklists, with the flows that an inline sensor would have blocked. */
  listed: z.array(listedFigures.extend({mode: z.string().optional()})),
  /** The slots of a rotating or concurrent trial. */
  live: liveReport.optional(),
});

export const trialReportSchema = z.object({
  version: z.literal(2),
  trial: z.object({
    name: z.string(),
    kind: trialPlanSchema.shape.kind,
    schedule: z.string(),
    createdAt: z.int(),
    sealedAt: z.int().optional(),
    madeBy: z.string(),
    baseline: z.string().optional(),
    rerunOf: z.string().optional(),
  }),
  flags: z.array(flag),
  arms: z.array(arm),
  overlaps: z.array(overlap),
  parts: z.array(part),
});

export type TrialReport = z.infer<typeof trialReportSchema>;
export type ArmReport = TrialReport['arms'][number];
export type PartReport = TrialReport['parts'][number];
export type PartArm = PartReport['arms'][number];
export type Flag = TrialReport['flags'][number];
export type FiredRuleReport = PartArm['fired'][number];
