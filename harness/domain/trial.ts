import {z} from 'zod';
import {POLICIES} from './rule.ts';
import {classification, LIST_MODES, manifestSchema, policyBy, sha256} from './snapshot.ts';

/**
 * The plan of a trial: all that identifies its arms and captures, written once when the trial is made and never
 * changed. It is stored in the trial's own file, printed in its report, and enough to run the same again.
 */

/** Names of arms, rulesets, schedules and trials: they become file names and CSV values. */
export const NAME = /^[a-z0-9][a-z0-9_.-]{0,63}$/;

const engineSettings = z.object({
  policy: z.enum(POLICIES).optional(),
  policyBy: policyBy.optional(),
  /** Variables that the ruleset declares, by name; its own HOME_NET counts for it alone. */
  variables: z.record(z.string(), z.string()).optional(),
  /** Classtypes that the ruleset brings. */
  classifications: z.array(classification).optional(),
  builtins: z.boolean(),
  /** What a blocklist does with its addresses; left out: the ruleset has none. */
  list: z.enum(LIST_MODES).optional(),
  /** The snapshot's own configuration, a path in its folder, in place of the installed default one. */
  ownConfig: z.string().optional(),
  /** Its stubs of SO rules may lack their programs: these are left out on purpose. */
  soSkipped: z.literal(true).optional(),
  homeNet: z.string(),
  externalNet: z.string(),
  /** False: Snort runs with `-k none`. */
  checksums: z.boolean(),
  /** `all`: every event of a packet is logged; left out: Snort's own queue, three of them at most. */
  events: z.literal('all').optional(),
  /** Lua appended to the configuration. */
  tweaks: z.string(),
});

const engineIdentity = z.object({
  kind: z.enum(['snort', 'playback', 'log']),
  /** `3.11.1.0`; for imported logs unknown. */
  version: z.string().optional(),
  /** SHA-256 of the installed default configuration that ours includes. */
  defaultsDigest: sha256.optional(),
  /** Recorded runs: the day on which the real engine wrote them, ISO 8601. */
  recordedOn: z.string().optional(),
  /** As declared or found: the program, or the folder of recorded runs. */
  location: z.string().optional(),
});

const planArm = z.object({
  name: z.string().regex(NAME),
  ruleset: manifestSchema.optional(),
  settings: engineSettings.optional(),
  /** SHA-256 of the generated configuration and of the arguments that change detection; free of paths. */
  configDigest: sha256.optional(),
  engine: engineIdentity,
  /** Rules that states in the arm's tweaks switch, by `gid:sid`, as the engine tells it. */
  byTweaks: z.object({on: z.array(z.string()), off: z.array(z.string())}).optional(),
  /** What its blocklists cover beside attackers, in words: the sensor's own networks, private space. */
  listsCover: z.string().optional(),
});

const planCapture = z.object({
  path: z.string(),
  sha256,
  bytes: z.int().nonnegative(),
  linkType: z.int().nonnegative().optional(),
  headerProblem: z.string().optional(),
  damage: z.string().optional(),
  packets: z.int().nonnegative().optional(),
  cutPackets: z.int().nonnegative().optional(),
  /** The slot of a live trial whose traffic it holds. */
  slot: z.int().nonnegative().optional(),
});

const listeningSensor = z.object({
  kind: z.literal('interface'),
  /** As found: never `auto`. */
  interface: z.string(),
  daq: z.enum(['afpacket', 'pcap']),
  filter: z.string().optional(),
  threads: z.int().positive(),
});

/** Where a live trial's packets come from: an interface, or the plan's captures, dealt out over the slots. */
const sensor = z.preprocess(
  sensorOfEarlierPlans,
  z.discriminatedUnion('kind', [listeningSensor, z.object({kind: z.literal('captures')})]),
);

/** Plans written before a sensor had a kind: one without an interface read captures. */
function sensorOfEarlierPlans(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null || 'kind' in stored) return stored;
  return {...stored, kind: 'interface' in stored ? 'interface' : 'captures'};
}

/** What a live arm was declared as: its rules are taken again before each slot. */
const declaredArm = z.object({
  name: z.string().regex(NAME),
  ruleset: z.string().regex(NAME),
  policy: z.enum(POLICIES).optional(),
  builtins: z.boolean().optional(),
  mode: z.enum(LIST_MODES).optional(),
  snort: z.string().optional(),
  tweaks: z.string().optional(),
});

/** How a rotating or concurrent trial is conducted. Spans in milliseconds. */
const livePlan = z.object({
  sensor,
  arms: z.array(declaredArm).min(1),
  engine: z.object({
    snort: z.string().optional(),
    homeNet: z.string(),
    externalNet: z.string(),
    checksums: z.boolean(),
    events: z.enum(['all', 'snort']).optional(),
    tweaks: z.string(),
  }),
  cadence: z.discriminatedUnion('kind', [
    z.object({kind: z.literal('every'), everyMs: z.int().positive(), startAt: z.int()}),
    z.object({kind: z.literal('cron'), pattern: z.string(), zone: z.string(), startAt: z.int()}),
  ]),
  /** For the calendar as it is shown. */
  zone: z.string(),
  rotations: z.int().positive(),
  order: z.enum(['random', 'declared', 'williams']),
  seed: z.int().nonnegative(),
  warmUpMs: z.int().nonnegative(),
  snapshots: z.enum(['refresh', 'frozen']),
  prepareBeforeMs: z.int().nonnegative(),
  readyWithinMs: z.int().positive(),
  onFailure: z.enum(['last-good', 'next-arm']),
  record: z
    .object({
      ringBytes: z.int().positive(),
      filter: z.string().optional(),
      snaplen: z.int().positive(),
      excludePorts: z.array(z.int()),
    })
    .optional(),
  thenReplay: z.boolean(),
  load: z.object({everyMs: z.int().positive(), processes: z.array(z.string())}),
  minFreeBytes: z.int().nonnegative(),
  logs: z.enum(['compress', 'keep', 'remove']),
  notify: z.object({urlVariable: z.string(), tokenVariable: z.string().optional()}).optional(),
  recorded: z.string().optional(),
  /** When this machine reboots itself every night: a cron pattern and its zone. */
  reboot: z.object({pattern: z.string(), zone: z.string()}).optional(),
});

export const trialPlanSchema = z.object({
  version: z.literal(1),
  kind: z.enum(['replay', 'ingested', 'rotating', 'concurrent']),
  /** `example` of `example-2`. */
  schedule: z.string().regex(NAME),
  /** Digest of the declarations' text, so that a later change of the YAML is noticed. */
  declaredDigest: z.string(),
  madeBy: z.string(),
  createdAt: z.int(),
  /** `slot`: one process over all captures of a slot. */
  isolation: z.enum(['capture', 'shared', 'slot']),
  /** Processes over which `shared` deals out the captures of an arm. */
  shards: z.int().positive(),
  baseline: z.string().optional(),
  arms: z.array(planArm),
  captures: z.array(planCapture),
  /** Files of the declared folders that are no captures, by path. */
  ignored: z.array(z.string()).optional(),
  /** Files of the declared folders that look like captures and could not be opened. */
  unusable: z.array(z.object({path: z.string(), reason: z.string()})).optional(),
  /** The trial of which this one is a rerun. */
  rerunOf: z.string().optional(),
  /** The live trial whose recorded traffic this one reads. */
  replayOf: z.string().optional(),
  live: livePlan.optional(),
});

export type TrialPlan = z.infer<typeof trialPlanSchema>;

/** The plan of a trial that is conducted slot by slot. */
export interface LiveTrialPlan extends TrialPlan {
  kind: 'rotating' | 'concurrent';
  live: LivePlan;
}

export const isLivePlan = (plan: TrialPlan): plan is LiveTrialPlan =>
  plan.live !== undefined && (plan.kind === 'rotating' || plan.kind === 'concurrent');

export type PlanArm = z.infer<typeof planArm>;
export type LivePlan = z.infer<typeof livePlan>;
export type DeclaredArm = LivePlan['arms'][number];
export type ListeningSensor = z.infer<typeof listeningSensor>;
export type EngineSettings = z.infer<typeof engineSettings>;
export type EngineIdentity = z.infer<typeof engineIdentity>;

/** Splits `example-12` into schedule and number; undefined for a name without a number. */
export function parseTrialName(name: string): {schedule: string; number: number} | undefined {
  const found = /^([a-z0-9][a-z0-9_.-]{0,63})-([1-9]\d{0,5})$/.exec(name);
  return found ? {schedule: String(found[1]), number: Number(found[2])} : undefined;
}
