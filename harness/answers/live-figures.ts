import {z} from 'zod';

/** What is stored of a rotating or concurrent trial besides its alerts. Slots, rotations and attempts count from 1. */

const count = z.int().nonnegative();

/** One arm in one slot; alerts and rules are those of its counted time. */
export const slotFigures = z.object({
  slot: count,
  rotation: count,
  arm: z.string(),
  beginsAt: z.int(),
  endsAt: z.int(),
  /** Absent while the slot is planned or running. */
  state: z.enum(['over', 'missed', 'given-up']).optional(),
  reason: z.string().optional(),
  /** How the arm came to the rules that it ran. */
  words: z.string().optional(),
  ruleset: z.object({name: z.string(), digest: z.string(), takenAt: z.int()}).optional(),
  alerts: count,
  rulesFired: count,
});

/** One engine process, in the order in which they began. */
export const runFigures = z.object({
  run: count,
  slot: count,
  arm: z.string(),
  attempt: count,
  startedAt: z.int(),
  readyAt: z.int().optional(),
  countedFrom: z.int().optional(),
  countedTo: z.int().optional(),
  endedAt: z.int().optional(),
  /** Absent while it runs. */
  outcome: z.string().optional(),
  received: count.optional(),
  dropped: count.optional(),
  alerts: count,
  /** Alerts that the engine says it logged, less those that its logs held; absent where it did not say. */
  alertsLost: z.int().optional(),
  lastWords: z.string().optional(),
});

/** One time that an engine began to inspect. */
export const switchFigures = z.object({
  slot: count,
  arm: z.string(),
  readyAt: z.int(),
  handoverSeconds: z.number(),
  blindSeconds: z.number(),
  blindPackets: count.optional(),
});

export const outageFigures = z.object({
  fromAt: z.int(),
  toAt: z.int(),
  kind: z.string(),
  expected: z.boolean(),
  reason: z.string(),
});

const noticeFigures = z.object({
  at: z.int(),
  kind: z.string(),
  slot: count.optional(),
  arm: z.string().optional(),
  text: z.string(),
});

/** Recorded traffic of one slot. */
const recordingFigures = z.object({
  slot: count,
  files: count,
  kept: count,
  packets: count,
  /** Packets that the kernel dropped. */
  dropped: count,
  bytes: count,
});

/** What one process took over all samples; cores are shares of one core. */
const loadFigures = z.object({
  name: z.string(),
  /** Of an engine. */
  arm: z.string().optional(),
  samples: count,
  coresMean: z.number(),
  coresMax: z.number(),
  memoryMeanBytes: z.number(),
  memoryMaxBytes: count,
  threads: count,
  /** Largest size of its alert logs; absent for processes that write none. */
  logMaxBytes: count.optional(),
});

/** The machine over all samples, as shares of all cores. */
const machineFigures = z.object({
  samples: count,
  user: z.number(),
  system: z.number(),
  iowait: z.number(),
  idle: z.number(),
  load1: z.number(),
  memoryBytes: count,
  memoryUsedMaxBytes: count,
  diskFreeMinBytes: count,
});

export const liveFigures = z.object({
  stoppedAt: z.int().optional(),
  slots: z.array(slotFigures),
  runs: z.array(runFigures),
  switches: z.array(switchFigures),
  outages: z.array(outageFigures),
  notices: z.array(noticeFigures),
  recordings: z.array(recordingFigures),
  load: z.array(loadFigures),
  machine: machineFigures.optional(),
});

export type SlotFigures = z.infer<typeof slotFigures>;
export type RunFigures = z.infer<typeof runFigures>;
export type OutageFigures = z.infer<typeof outageFigures>;
export type LiveFigures = z.infer<typeof liveFigures>;
