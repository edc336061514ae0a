import {readdirSync, readFileSync} from 'node:fs';
import {setTimeout as pause} from 'node:timers/promises';
import {expect} from 'vitest';
import {trialReportSchema} from '../../harness/analysis/trial-report.ts';
import {expectRecorded} from './expect-recorded.ts';
import type {Rig} from './project.ts';
import {seeded} from './random.ts';
import type {ArmName} from './shared-trial.ts';

/** Longest life of a harness before its kill: long enough for some runs, short against the whole trial. */
const LONGEST_MS = 2500;

/**
 * Starts a trial, kills the harness with SIGKILL after a seeded time, and does so again; then lets it end and compares
 * with what was recorded. The time of a kill decides only what is interrupted, never what is asserted.
 */
export async function killAndResume(
  rig: Rig,
  name: string,
  arms: readonly ArmName[],
  captures: readonly string[],
  kills: number,
  seed: number,
): Promise<void> {
  const random = seeded(seed);
  let killed = 0;
  for (let turn = 0; turn < kills; turn += 1) {
    const harness = rig.spawn(['trial', 'run', name]);
    const ended = new Promise<string | null>(done => harness.once('exit', (_, signal) => done(signal)));
    await Promise.race([pause(200 + Math.floor(random() * LONGEST_MS)), ended]);
    harness.kill('SIGKILL');
    if ((await ended) === 'SIGKILL') killed += 1;
    await noEngineLeft(rig);
  }
  const last = await rig.ok(['trial', 'run', name, '--json']);
  const report = trialReportSchema.parse(JSON.parse(last.stdout));
  expect(report.trial.name).toBe(`${name}-1`);
  expect(killed).toBe(kills);
  expectRecorded(rig, report, arms, captures);
  await noEngineLeft(rig);
}

/** Waits until the guards have stopped what they guarded; an engine that outlives its grace time fails the test. */
export async function noEngineLeft(rig: Rig): Promise<void> {
  for (let tenths = 0; tenths < 600; tenths += 1) {
    if (engines(rig).length === 0) return;
    await pause(100);
  }
  expect(engines(rig)).toEqual([]);
}

/** Processes whose command line names this rig's folder, told by /proc. */
function engines(rig: Rig): readonly string[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap(pid => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return command.includes(rig.root) ? [command.slice(0, 200)] : [];
      } catch {
        return [];
      }
    });
}
