import type {LiveDeclaration} from '../declarations/live-schedule.ts';
import type {LivePlan} from '../domain/trial.ts';

/** Without a start, slots are counted from the moment at which the trial is made: told by 0 until then. */
export function cadenceOf({every, start, cron, zone}: LiveDeclaration, now: number): LivePlan['cadence'] {
  if (cron !== undefined) return {kind: 'cron', pattern: cron, zone, startAt: now};
  const startAt = start === undefined ? 0 : Date.parse(start) * 1000;
  return {
    kind: 'every',
    everyMs: every ?? 0,
    startAt: start !== undefined ? nextStart(startAt, every ?? 1, now) : 0,
  };
}

/** A start that has passed: the slots are still counted from it, and the first is the next one. */
const nextStart = (startAt: number, everyMs: number, now: number): number =>
  startAt >= now ? startAt : startAt + Math.ceil((now - startAt) / (everyMs * 1000)) * everyMs * 1000;

/** What is recorded. */
export const recordOf = ({ring, filter, snaplen, exclude_ports}: NonNullable<LiveDeclaration['record']>) => ({
  ringBytes: ring,
  ...(filter === undefined ? {} : {filter}),
  snaplen,
  excludePorts: exclude_ports,
});

/** Which variables of the environment name the webhook. */
export const notifyOf = ({url_variable, token_variable}: NonNullable<LiveDeclaration['notify']>) => ({
  urlVariable: url_variable,
  ...(token_variable === undefined ? {} : {tokenVariable: token_variable}),
});
