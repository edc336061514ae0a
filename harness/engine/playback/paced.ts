import {setTimeout as wait} from 'node:timers/promises';
import {costOfTime, type RunEnd} from '../../domain/run.ts';
import type {RunningEngine} from '../ports.ts';
import type {EngineFiles} from '../system-ports.ts';

/** Resolves after `ms`, or at once when it is stopped. */
export type Pause = (ms: number, stop: AbortSignal) => Promise<void>;

/** The system's own time. */
export const timed: Pause = (ms, stop) => wait(ms, undefined, {signal: stop}).catch(() => {});

/** Lines are given out in so many parts at most, one in a tenth of a second at most. */
const MOST_PARTS = 1000;
const SHORTEST_MS = 100;

interface Recorded {
  /** Of the alert log. */
  readonly path: string;
  /** With their line ends. */
  readonly lines: readonly string[];
  /** How the whole run ended. */
  readonly whole: RunEnd;
}

/** Appends recorded alerts to their log, spread evenly over a time; stopped, what was given out counts. */
export async function paced(
  {path, lines, whole}: Recorded,
  paceMs: number,
  files: EngineFiles,
  pause: Pause,
): Promise<Omit<RunningEngine, 'pid'>> {
  const stop = new AbortController();
  const parts = Math.max(1, Math.min(MOST_PARTS, lines.length, Math.floor(paceMs / SHORTEST_MS)));
  await files.write(path, '');
  const giveAll = async (): Promise<RunEnd> => {
    let given = 0;
    for (let part = 1; part <= parts; part += 1) {
      await pause(paceMs / parts, stop.signal);
      if (stop.signal.aborted) return cutOff(whole, given, Math.round((paceMs * (part - 1)) / parts));
      const until = Math.round((lines.length * part) / parts);
      if (until > given) await files.append(path, lines.slice(given, until).join(''));
      given = until;
    }
    return whole;
  };
  return {ended: giveAll(), stop: () => stop.abort()};
}

/** Packets up to there, and their cost, were never recorded. */
const cutOff = (whole: RunEnd, alertsLogged: number, wallMs: number): RunEnd => ({
  ...whole,
  outcome: 'exited-early',
  exitCode: undefined,
  packets: undefined,
  alertsLogged,
  cost: costOfTime(wallMs),
});
