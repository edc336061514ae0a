import {z} from 'zod';
import {liveFigures, slotFigures, switchFigures} from '../answers/live-figures.ts';

/** The slots of a rotating or concurrent trial in a report. Times are epoch microseconds. */

const count = z.int().nonnegative();
const seconds = z.number().nonnegative();

const liveArm = z.object({
  arm: z.string(),
  slots: count,
  over: count,
  countedSeconds: seconds,
  warmUpSeconds: seconds,
  alerts: count,
  /** Of the counted seconds; absent when there are none. */
  alertsPerHour: z.number().optional(),
});

export const liveReport = liveFigures.omit({stoppedAt: true}).extend({
  interface: z.string().optional(),
  fromAt: z.int().optional(),
  toAt: z.int().optional(),
  /** The whole time of all lanes, tiled; absent in the report of one arm. */
  time: z
    .object({
      countedSeconds: seconds,
      warmUpSeconds: seconds,
      handoverSeconds: seconds,
      blindSeconds: seconds,
    })
    .optional(),
  /** Each arm in each slot: its time by what became of it, and what it fired in the counted part. */
  slots: z.array(
    slotFigures.extend({
      runs: count,
      countedSeconds: seconds,
      warmUpSeconds: seconds,
      alertsPerHour: z.number().optional(),
    }),
  ),
  arms: z.array(liveArm),
  switches: z.array(switchFigures),
});

export type LiveReport = z.infer<typeof liveReport>;
