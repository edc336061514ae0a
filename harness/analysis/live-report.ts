import {z} from 'zod';
import {liveFigures, slotFigures, switchFigures} from '../answers/live-figures.ts';

/** The slots of a rotating or concurrent trial in a report. Times are epoch microseconds. */

const count = z.int().nonnegative();
const seconds = z.number().nonnegative();

const liveArm = z.object({
  arm: z.string(),
  slots: count,
  ran: count,
  countedSeconds: seconds,
  warmUpSeconds: seconds,
  alerts: count,
  /** Alerts per hour of counted time; absent if there is none. */
  alertsPerHour: z.number().optional(),
});

export const liveReport = liveFigures.omit({stoppedAt: true}).extend({
  interface: z.string().optional(),
  fromAt: z.int().optional(),
  toAt: z.int().optional(),
  /** The time of all lanes, divided by what it was used for; absent in the report of one arm. */
  time: z
    .object({
      countedSeconds: seconds,
      warmUpSeconds: seconds,
      handoverSeconds: seconds,
      blindSeconds: seconds,
    })
    .optional(),
  /** Each arm in each slot: its counted and warm-up time, and its alerts in counted time. */
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
