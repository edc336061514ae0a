import {z} from 'zod';

const count = z.int().nonnegative();

/** How two arms stand to each other. `too-early` and `not-resolved` come from slots only, `identical` from the same traffic only. */
const STATUSES = ['no-data', 'identical', 'too-early', 'differs', 'not-resolved', 'not-tested'] as const;

/** One arm against the baseline, in one part. A sentence never says more than its figures. */
export const comparison = z.object({
  arm: z.string(),
  baseline: z.string(),
  status: z.enum(STATUSES),
  sentence: z.string(),
  /** Flows that both alerted on, or only one of them; only for the same traffic. */
  flows: z.object({both: count, onlyArm: count, onlyBaseline: count}).optional(),
  /** Rotations that have a slot of both, and those that are planned; only for slots. */
  rotations: z.object({completed: count, planned: count}).optional(),
  /** Ratio of the alert rates, arm over baseline, with the ends of its interval; an end that is absent has no limit. */
  ratio: z
    .object({
      estimate: z.number(),
      lower: z.number().optional(),
      upper: z.number().optional(),
      /** Level of the interval, such as 0.95. */
      level: z.number(),
    })
    .optional(),
});
export type Comparison = z.infer<typeof comparison>;
