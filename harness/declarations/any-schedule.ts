import {z} from 'zod';
import {type LiveDeclaration, liveScheduleSchema} from './live-schedule.ts';
import {type ScheduleDeclaration, scheduleSchema} from './schedule.ts';

/** `schedules/NAME.yaml` of any kind, told apart by `kind`. */
export const anyScheduleSchema = z.union([scheduleSchema, liveScheduleSchema]);

export type AnySchedule = ScheduleDeclaration | LiveDeclaration;

/** Checked first, so that a wrong kind is one complaint and not one for each key of another kind. */
export const scheduleKindSchema = z.looseObject({
  kind: z
    .enum(['replay', 'rotating', 'concurrent'])
    .describe(
      'replay: the same captures through every arm. rotating: one arm after another on live traffic. concurrent: all arms at the same time on live traffic.',
    ),
});
