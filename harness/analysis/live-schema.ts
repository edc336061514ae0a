import {z} from 'zod';

/** What a report tells of a live trial; part of the TrialReport. Times are epoch microseconds, UTC. */

const count = z.int().nonnegative();
const seconds = z.number().nonnegative();

/** One arm in one slot: its time by what became of it, and what it fired in the counted part. */
const liveSlot = z.object({
  /** From 1. */
  slot: count,
  rotation: count,
  arm: z.string(),
  beginsAt: z.int(),
  endsAt: z.int(),
  state: z.enum(['over', 'missed', 'given-up']).optional(),
  reason: z.string().optional(),
  /** How the arm came to the rules that it ran. */
  words: z.string().optional(),
  ruleset: z.object({name: z.string(), digest: z.string(), takenAt: z.int()}).optional(),
  runs: count,
  alerts: count,
  rulesFired: count,
  countedSeconds: seconds,
  warmUpSeconds: seconds,
  /** Of the counted seconds; undefined when there are none. */
  alertsPerHour: z.number().optional(),
});

const liveArm = z.object({
  arm: z.string(),
  slots: count,
  over: count,
  countedSeconds: seconds,
  warmUpSeconds: seconds,
  alerts: count,
  alertsPerHour: z.number().optional(),
});

const liveRun = z.object({
  slot: count,
  arm: z.string(),
  attempt: count,
  startedAt: z.int(),
  readyAt: z.int().optional(),
  endedAt: z.int().optional(),
  outcome: z.string().optional(),
  received: count.optional(),
  dropped: count.optional(),
  alerts: count,
  lastWords: z.string().optional(),
});

/** What is told of a rotating or concurrent trial beside what its arms fired. */
export const liveReport = z.object({
  interface: z.string().optional(),
  fromAt: z.int().optional(),
  toAt: z.int().optional(),
  /** The whole time of all lanes, tiled. */
  time: z.object({
    countedSeconds: seconds,
    warmUpSeconds: seconds,
    handoverSeconds: seconds,
    blindSeconds: seconds,
  }),
  slots: z.array(liveSlot),
  arms: z.array(liveArm),
  runs: z.array(liveRun),
  switches: z.array(
    z.object({
      slot: count,
      arm: z.string(),
      readyAt: z.int(),
      handoverSeconds: seconds,
      blindSeconds: seconds,
      blindPackets: count.optional(),
    }),
  ),
  outages: z.array(
    z.object({fromAt: z.int(), toAt: z.int(), kind: z.string(), expected: z.boolean(), reason: z.string()}),
  ),
  notices: z.array(
    z.object({
      at: z.int(),
      kind: z.string(),
      slot: count.optional(),
      arm: z.string().optional(),
      text: z.string(),
    }),
  ),
  recordings: z.object({files: count, kept: count, packets: count, dropped: count, bytes: count}),
  /** What processes took, as shares of one core. */
  load: z.array(
    z.object({
      name: z.string(),
      samples: count,
      coresMean: z.number(),
      coresMax: z.number(),
      memoryMeanBytes: z.number(),
      memoryMaxBytes: count,
      threads: count,
      logMaxBytes: count.optional(),
    }),
  ),
  machine: z
    .object({
      samples: count,
      user: z.number(),
      system: z.number(),
      iowait: z.number(),
      idle: z.number(),
      load1: z.number(),
      memoryBytes: count,
      memoryUsedMaxBytes: count,
      diskFreeMinBytes: count,
    })
    .optional(),
});

export type LiveReport = z.infer<typeof liveReport>;
