import {z} from 'zod';
import {POLICIES} from '../domain/rule.ts';
import {trialPlanSchema} from '../domain/trial.ts';
import {liveReport} from './live-schema.ts';

/**
 * The versioned truth of a trial's report; JSON is this value, every other format is told from it.
 * Times are epoch microseconds UTC, shares 0..1, sizes bytes. A figure that is not known is absent.
 */

const count = z.int().nonnegative();
const planArm = trialPlanSchema.shape.arms.element;

const firedRule = z.object({
  gid: count,
  sid: count,
  rev: count,
  msg: z.string(),
  classtype: z.string(),
  priority: count,
  alerts: count,
  /** Of the arm's alerts. */
  share: z.number(),
  captures: count,
  /** Distinct source addresses. */
  sources: count,
  firstAt: z.int().optional(),
  lastAt: z.int().optional(),
  /** What the rule refers to: `cve 2021-44228`, `mitre T1190`, `url ...`; absent where the rule is not known. */
  references: z.array(z.object({scheme: z.string(), id: z.string()})).optional(),
  /** Policies that the rule's metadata names. */
  policies: z.array(z.enum(POLICIES)).optional(),
});

const arm = z.object({
  name: z.string(),
  identity: planArm,
  /** Days from the newest rule of the source to the making of the trial. */
  rulesetAgeDays: z.number().optional(),
  rules: z.object({loaded: count.optional(), enabled: count.optional(), builtins: count.optional()}),
  captures: z.object({planned: count, done: count, unreadable: count, alerted: count}),
  packets: z
    .object({received: count, analyzed: count, dropped: count, discarded: count.optional()})
    .optional(),
  alerts: count,
  rejects: count,
  sources: count,
  rulesFired: count,
  byClasstype: z.array(z.object({classtype: z.string(), alerts: count, rules: count})),
  byPriority: z.array(z.object({priority: count, alerts: count, rules: count})),
  fired: z.array(firedRule),
  cost: z.object({
    wallSeconds: z.number().optional(),
    cpuSeconds: z.number().optional(),
    peakBytes: count.optional(),
  }),
  runs: z.object({counted: count, cancelled: count, early: count}),
});

/** One rule (gid:sid, whatever its revision) beside all arms. */
const ruleAcross = z.object({
  gid: count,
  sid: count,
  msg: z.string(),
  classtype: z.string(),
  priority: count,
  /** In the order of `arms`; 0 where the arm did not fire it. */
  alerts: z.array(count),
  firedBy: count,
});

const captureAcross = z.object({
  path: z.string(),
  alerts: z.array(count),
  rules: z.array(count),
  analyzed: z.array(count.nullable()),
  problem: z.string().optional(),
  /** An arm's engine did not come to its end on any attempt. */
  givenUp: z.literal(true).optional(),
});

const onlyOne = z.object({
  arm: z.string(),
  capture: z.string(),
  gid: count,
  sid: count,
  msg: z.string(),
  alerts: count,
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
  /** The same set of texts. */
  same: z.boolean(),
});

export const FLAGS = [
  'incomplete',
  'recorded',
  'ingested',
  'shared-processes',
  'one-arm',
  'no-rules-enabled',
  'packets-differ',
  'capture-unreadable',
  'unit-given-up',
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

/** An address of a blocklist that an arm met: flows that a sensor in line would have blocked. */
const listed = z.object({
  arm: z.string(),
  mode: z.string().optional(),
  address: z.string(),
  flows: count,
  alerts: count,
});

const wholeReport = z.object({
  version: z.literal(1),
  trial: z.object({
    name: z.string(),
    kind: trialPlanSchema.shape.kind,
    schedule: z.string(),
    createdAt: z.int(),
    sealedAt: z.int().optional(),
    madeBy: z.string(),
    isolation: trialPlanSchema.shape.isolation,
    baseline: z.string().optional(),
    rerunOf: z.string().optional(),
    captures: count,
  }),
  flags: z.array(flag),
  arms: z.array(arm),
  overlaps: z.array(overlap),
  rules: z.array(ruleAcross),
  captures: z.array(captureAcross),
  onlyOne: z.array(onlyOne),
  listed: z.array(listed),
});

export const trialReportSchema = wholeReport.extend({
  live: liveReport.optional(),
  /** Of a live trial with `then: replay`: its recorded traffic through every arm, told as any replay is. */
  paired: wholeReport.optional(),
});

export type TrialReport = z.infer<typeof trialReportSchema>;
export type ArmReport = TrialReport['arms'][number];
export type Flag = TrialReport['flags'][number];
export type FiredRule = ArmReport['fired'][number];
