import {z} from 'zod';
import {POLICIES} from './rule.ts';
import {classification, LIST_MODES, manifestSchema, policyBy, sha256} from './snapshot.ts';

/**
 * The plan of a trial: everything that identifies its arms and captures. It is written when the trial is created and never
 * changed. It is stored in the trial's file, contained in its report, and sufficient to run the trial again.
 */

/** Names of arms, rulesets, schedules and trials, which are used as file names and CSV values. */
export const NAME = /^[a-z0-9][a-z0-9_.-]{0,63}$/;

const engineSettings = z.object({
  policy: z.enum(POLICIES).optional(),
  policyBy: policyBy.optional(),
  /** Variables that the ruleset declares, by name; its HOME_NET applies only to itself. */
  variables: z.record(z.string(), z.string()).optional(),
  /** Classtypes that the ruleset defines. */
  classifications: z.array(classification).optional(),
  builtins: z.boolean(),
  /** What blocklists do with listed addresses; absent if the ruleset has none. */
  list: z.enum(LIST_MODES).optional(),
  /** Path in the snapshot of its own configuration, which replaces the installed default one. */
  ownConfig: z.string().optional(),
  /** Whether the programs of SO rules are left out on purpose, so that stubs lack them. */
  soSkipped: z.literal(true).optional(),
  homeNet: z.string(),
  externalNet: z.string(),
  /** Whether Snort verifies checksums; if not, it runs with `-k none`. */
  checksums: z.boolean(),
  /** `all` logs every event of a packet; if absent, Snort's own queue logs at most three. */
  events: z.literal('all').optional(),
  /** Lua appended to the configuration. */
  tweaks: z.string(),
});

const engineIdentity = z.object({
  kind: z.enum(['snort', 'playback', 'log']),
  /** The version, such as `3.11.1.0`; absent for imported logs. */
  version: z.string().optional(),
  /** SHA-256 of the installed default configuration, which ruletrial's includes. */
  defaultsDigest: sha256.optional(),
  /** For recorded runs, the day of the recording, in ISO 8601. */
  recordedOn: z.string().optional(),
  /** The program, or the folder of recorded runs, as declared or found. */
  location: z.string().optional(),
});

const planArm = z.object({
  name: z.string().regex(NAME),
  ruleset: manifestSchema.optional(),
  settings: engineSettings.optional(),
  /** SHA-256 of the generated configuration and of the arguments that affect detection, without paths. */
  configDigest: sha256.optional(),
  engine: engineIdentity,
  /** Rules that states in the arm's tweaks enable or disable, by `gid:sid`, as reported by the engine. */
  byTweaks: z.object({on: z.array(z.string()), off: z.array(z.string())}).optional(),
  /** Text about what its blocklists cover apart from attackers, such as the sensor's own networks or private addresses. */
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
  /** The slot of a live trial whose traffic it contains. */
  slot: z.int().nonnegative().optional(),
});

const listeningSensor = z.object({
  kind: z.literal('interface'),
  /** The actual interface, never `auto`. */
  interface: z.string(),
  daq: z.enum(['afpacket', 'pcap']),
  filter: z.string().optional(),
  threads: z.int().positive(),
});

/** Where the packets of a live trial come from: an interface, or the plan's captures, distributed over the slots. */
const sensor = z.preprocess(
  sensorOfEarlierPlans,
  z.discriminatedUnion('kind', [listeningSensor, z.object({kind: z.literal('captures')})]),
);

/** Reads the sensor in plans from before it had a kind: without an interface, it is captures. */
function sensorOfEarlierPlans(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null || 'kind' in stored) return stored;
  return {...stored, kind: 'interface' in stored ? 'interface' : 'captures'};
}

/** A live arm as declared; its rules are updated before each slot. */
const declaredArm = z.object({
  name: z.string().regex(NAME),
  ruleset: z.string().regex(NAME),
  policy: z.enum(POLICIES).optional(),
  builtins: z.boolean().optional(),
  mode: z.enum(LIST_MODES).optional(),
  snort: z.string().optional(),
  tweaks: z.string().optional(),
});

/** How a rotating or concurrent trial is conducted; durations are in milliseconds. */
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
  /** The time zone in which the calendar is shown. */
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
  /** When this machine reboots every night: a cron pattern and its zone. */
  reboot: z.object({pattern: z.string(), zone: z.string()}).optional(),
});

export const trialPlanSchema = z.object({
  version: z.literal(1),
  kind: z.enum(['replay', 'ingested', 'rotating', 'concurrent']),
  /** The name of the schedule, such as `example` for `example-2`. */
  schedule: z.string().regex(NAME),
  /** Digest of the declarations' text, to notice later changes of the YAML files. */
  declaredDigest: z.string(),
  madeBy: z.string(),
  createdAt: z.int(),
  /** What shares a process: `capture` means nothing does, `slot` all captures of a slot, `shared` a share of all captures. */
  isolation: z.enum(['capture', 'shared', 'slot']),
  /** How many processes share the captures of an arm, with isolation `shared`. */
  shards: z.int().positive(),
  baseline: z.string().optional(),
  arms: z.array(planArm),
  captures: z.array(planCapture),
  /** The project folder that its captures are in, relative to the state folder; unknown in plans of earlier versions. */
  project: z.string().optional(),
  /** Files in the declared folders that are not captures, by path. */
  ignored: z.array(z.string()).optional(),
  /** Files in the declared folders that look like captures but could not be opened. */
  unusable: z.array(z.object({path: z.string(), reason: z.string()})).optional(),
  /** The trial that this one repeats. */
  rerunOf: z.string().optional(),
  /** The live trial whose recorded traffic this one replays. */
  replayOf: z.string().optional(),
  live: livePlan.optional(),
});

export type TrialPlan = z.infer<typeof trialPlanSchema>;

/** The plan of a rotating or concurrent trial. */
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
