import {z} from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().nonnegative();

const recordedCapture = z.object({
  /** The capture's name in `iface` of the recorded alerts. */
  path: z.string(),
  sha256,
  alertsLogged: count,
  eventsCut: count,
  packets: z.object({received: count, analyzed: count, dropped: count, discarded: count}),
  cost: z.object({wallMs: z.number(), cpuMs: z.number().optional(), peakBytes: z.number().optional()}),
  problem: z.string().optional(),
});

/** `recording.json`: what a real engine did with an arm's rules; its alerts are next to it in `alert_json.txt.gz`. */
export const recordedRunSchema = z.object({
  version: z.literal(1),
  engine: z.string(),
  /** The day of the recording, in ISO 8601. */
  recordedOn: z.string(),
  rulesDigest: sha256,
  configDigest: sha256,
  rules: z.object({loaded: count, enabled: count, builtins: count}),
  captures: z.array(recordedCapture),
});

export type RecordedRun = z.infer<typeof recordedRunSchema>;
export type RecordedCapture = RecordedRun['captures'][number];
