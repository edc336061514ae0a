import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {engineFiles} from '../../harness/disk/engine-files.ts';
import type {RunEnd} from '../../harness/domain/run.ts';
import {type Pause, paced} from '../../harness/engine/playback/paced.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

const WHOLE: RunEnd = {
  outcome: 'captures-over',
  exitCode: 0,
  signal: undefined,
  packets: {received: 9, analyzed: 9, dropped: 0, discarded: 0},
  alertsLogged: 10,
  cost: {wallMs: 5, cpuMs: 4, peakBytes: 3},
  problems: [],
  endReason: undefined,
};
const LINES = Array.from({length: 10}, (_, n) => `${n}\n`);

/** Gives lines out; `each` is called at every pause with the log as it is then, and may stop. */
async function give(paceMs: number, each: (log: string, ms: number, pauses: number) => 'stop' | undefined) {
  const path = join(tempFolder(), 'alert_json.txt');
  let pauses = 0;
  const hand: {stop?: () => void} = {};
  const pause: Pause = async ms => {
    await Promise.resolve();
    pauses += 1;
    if (each(readFileSync(path, 'utf8'), ms, pauses) === 'stop') hand.stop?.();
  };
  const running = await paced({path, lines: LINES, whole: WHOLE}, paceMs, engineFiles, pause);
  hand.stop = running.stop;
  return {end: await running.ended, log: readFileSync(path, 'utf8')};
}

describe('recorded alerts given out over a time', () => {
  it('are spread evenly, all of them, and end as they were recorded', async () => {
    const seen: [string, number][] = [];
    const {end, log} = await give(5000, (text, ms) => {
      seen.push([text, ms]);
      return undefined;
    });
    expect(seen).toEqual(LINES.map((_, n) => [LINES.slice(0, n).join(''), 500]));
    expect(log).toBe(LINES.join(''));
    expect(end).toEqual(WHOLE);
  });

  it('are given out in a tenth of a second and more at a time', async () => {
    const pauses: number[] = [];
    const {log} = await give(300, (_, ms) => {
      pauses.push(ms);
      return undefined;
    });
    expect(pauses).toEqual([100, 100, 100]);
    expect(log).toBe(LINES.join(''));
  });

  it('stopped early count as far as they were given out', async () => {
    const {end, log} = await give(5000, (_text, _ms, pauses) => (pauses === 4 ? 'stop' : undefined));
    expect(log).toBe(LINES.slice(0, 3).join(''));
    expect(end).toMatchObject({
      outcome: 'exited-early',
      alertsLogged: 3,
      packets: undefined,
      cost: {wallMs: 1500, cpuMs: undefined},
    });
  });
});
