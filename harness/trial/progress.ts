import type {Say} from '../domain/message.ts';
import {type Clock, MICROS_PER_SECOND} from '../domain/time.ts';
import type {TrialPlan} from '../domain/trial.ts';
import type {ArmCounts} from './ports.ts';

/** Reports how far each arm is, and how long the rest will take at the rate since this process began. */
export function progressOf(plan: TrialPlan, clock: Clock, say: Say): (counts: readonly ArmCounts[]) => void {
  const startedAt = clock.now();
  let doneBefore: number | undefined;
  return counts => {
    const captures = plan.captures.length;
    const done = counts.reduce((sum, {capturesDone}) => sum + capturesDone, 0);
    doneBefore ??= Math.max(0, done - 1);
    const seconds = (clock.now() - startedAt) / MICROS_PER_SECOND;
    const rate = (done - doneBefore) / seconds;
    const left = captures * plan.arms.length - done;
    say({
      kind: 'arms',
      arms: counts.map(({arm, capturesDone, packets, alerts}) => ({
        arm,
        captures,
        capturesDone,
        packets,
        alerts,
      })),
      secondsLeft: rate > 0 && seconds > 1 ? left / rate : undefined,
    });
  };
}
