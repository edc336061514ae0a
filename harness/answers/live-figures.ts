import {z} from 'zod';

/** These types hold what is stored about a rotating or concurrent trial, apart from its alerts. Slots, rotations and attempts count from 1. */

const count = z.int().nonnegative();

/** One arm in one slot. Alerts and rules are those of the counted time. */
export const slotFigures = z.object({
  slot: count,
  rotation: count,
  arm: z.string(),
  beginsAt: z.int(),
  endsAt: z.int(),
  /** `ran`: an engine inspected. `missed`: no engine was started. `abandoned`: engines were started, but none became ready. Absent while the slot has not ended. */
  state: z.enum(['ran', 'missed', 'abandoned']).optional(),
  /** Why it was missed or abandoned, or what disturbed it. */
  reason: z.string().optional(),
  /** Why the arm ran this snapshot, or why it ran none. */
  snapshotReason: z.string().optional(),
  ruleset: z.object({name: z.string(), digest: z.string(), takenAt: z.int()}).optional(),
  alerts: count,
  rulesFired: count,
});

/** One engine process. */
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
  /** Alerts that the engine reported minus those that its logs contain; absent if the engine reported no number. */
  alertsLost: z.int().optional(),
  /** Why it ended: the last line that the engine printed, or ruletrial's own reason if the engine did not start or was interrupted. */
  endReason: z.string().optional(),
});

/** One switch: an engine began to inspect. */
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

/** The recorded traffic of one slot. */
const recordingFigures = z.object({
  slot: count,
  files: count,
  /** Number of files that the ring still holds. */
  kept: count,
  packets: count,
  /** Packets that the kernel dropped. */
  dropped: count,
  bytes: count,
});

/** The load of all processes with one name over all samples; an engine's name stands for all runs of its arm. Processor time is a share of one core. */
const loadFigures = z.object({
  name: z.string(),
  /** Present if the process is an engine. */
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

/** The load of the machine over all samples. Processor times are shares of all cores. */
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
