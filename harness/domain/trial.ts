import {z} from 'zod';
import {POLICIES} from './rule.ts';
import {LIST_MODES, manifestSchema, sha256} from './snapshot.ts';

/**
 * The plan of a trial: all that identifies its arms and captures, written once when the trial is made and never
 * changed. It is stored in the trial's own file, printed in its report, and enough to run the same again.
 */

/** Names of arms, rulesets, schedules and trials: they become file names and CSV values. */
export const NAME = /^[a-z0-9][a-z0-9_.-]{0,63}$/;

const engineSettings = z.object({
  policy: z.enum(POLICIES).optional(),
  /** `states`: the snapshot's rules were switched by the archive's .states files; left out: by their own metadata. */
  policyBy: z.literal('states').optional(),
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
  /** Lua appended to the configuration. */
  tweaks: z.string(),
});

const engineIdentity = z.object({
  kind: z.enum(['snort3', 'recorded', 'foreign']),
  /** `3.11.1.0`; for foreign logs unknown. */
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
});

const planCapture = z.object({
  path: z.string(),
  sha256,
  bytes: z.int().nonnegative(),
  linkType: z.int().nonnegative().optional(),
  headerProblem: z.string().optional(),
});

export const trialPlanSchema = z.object({
  version: z.literal(1),
  kind: z.enum(['replay', 'ingested']),
  /** `example` of `example-2`. */
  schedule: z.string().regex(NAME),
  /** Digest of the declarations' text, so that a later change of the YAML is noticed. */
  declaredDigest: z.string(),
  madeBy: z.string(),
  createdAt: z.int(),
  isolation: z.enum(['capture', 'shared']),
  /** Processes over which `shared` deals out the captures of an arm. */
  shards: z.int().positive(),
  baseline: z.string().optional(),
  arms: z.array(planArm),
  captures: z.array(planCapture),
  /** Files of the declared folders that are no captures, by path. */
  ignored: z.array(z.string()).optional(),
  /** The trial of which this one is a rerun. */
  rerunOf: z.string().optional(),
});

export type TrialPlan = z.infer<typeof trialPlanSchema>;
export type PlanArm = z.infer<typeof planArm>;
export type EngineSettings = z.infer<typeof engineSettings>;
export type EngineIdentity = z.infer<typeof engineIdentity>;

/** Splits `example-12` into schedule and number; undefined for a name without a number. */
export function parseTrialName(name: string): {schedule: string; number: number} | undefined {
  const found = /^([a-z0-9][a-z0-9_.-]{0,63})-([1-9]\d{0,5})$/.exec(name);
  return found ? {schedule: String(found[1]), number: Number(found[2])} : undefined;
}
