import {setTimeout as wait} from 'node:timers/promises';
import {costOfTime, type RunEnd} from '../../domain/run.ts';
import type {RunningEngine} from '../ports.ts';
import type {EngineFiles} from '../system-ports.ts';

/** Resolves after `ms`, or at once when it is stopped. */
export type Pause = (ms: number, stop: AbortSignal) => Promise<void>;

/** Pauses in real time. */
export const timed: Pause = (ms, stop) => wait(ms, undefined, {signal: stop}).catch(() => {});

/** Lines are written in at most 1,000 parts, at most one every 100 ms. */
const MOST_PARTS = 1000;
const SHORTEST_MS = 100;

interface Recorded {
  /** The path of the alert log. */
  readonly path: string;
  /** The lines, with their line ends. */
  readonly lines: readonly string[];
  /** How the recorded run ended. */
  readonly whole: RunEnd;
}

/** Appends recorded alerts to a log, spread evenly over a time; if it is stopped, the alerts so far count. */
export async function paced(
  {path, lines, whole}: Recorded,
  paceMs: number,
  files: EngineFiles,
  pause: Pause,
): Promise<Omit<RunningEngine, 'pid'>> {
  const stop = new AbortController();
  const parts = Math.max(1, Math.min(MOST_PARTS, lines.length, Math.floor(paceMs / SHORTEST_MS)));
  await files.write(path, '');
  const appendAll = async (): Promise<RunEnd> => {
    let written = 0;
    for (let part = 1; part <= parts; part += 1) {
      await pause(paceMs / parts, stop.signal);
      if (stop.signal.aborted) return cutOff(whole, written, Math.round((paceMs * (part - 1)) / parts));
      const until = Math.round((lines.length * part) / parts);
      if (until > written) await files.append(path, lines.slice(written, until).join(''));
      written = until;
    }
    return whole;
  };
  return {ended: appendAll(), stop: () => stop.abort()};
}

/** Makes the end of a run that was stopped; its packets and cost are unknown, since they were not recorded. */
const cutOff = (whole: RunEnd, alertsLogged: number, wallMs: number): RunEnd => ({
  ...whole,
  outcome: 'exited-early',
  exitCode: undefined,
  packets: undefined,
  alertsLogged,
  cost: costOfTime(wallMs),
});
