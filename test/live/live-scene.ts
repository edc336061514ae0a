import type {LiveFigures} from '../../harness/answers/live-figures.ts';
import {ok} from '../../harness/domain/result.ts';
import type {RunEnd} from '../../harness/domain/run.ts';
import type {Engine} from '../../harness/engine/ports.ts';
import type {LiveDeps} from '../../harness/live/live-deps.ts';
import {readLive} from '../../harness/sqlite/answers/live.ts';
import {openTrialReadOnly} from '../../harness/sqlite/open-trial.ts';
import {LiveWorld, livePlan} from '../fakes/live-world.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

export const BEGIN = 1_780_272_000_000_000;
export const SECOND = 1_000_000;
export const HOUR = 3_600 * SECOND;

export const END: RunEnd = {
  outcome: 'exited-early',
  exitCode: 1,
  signal: undefined,
  packets: undefined,
  alertsLogged: undefined,
  cost: {wallMs: 0, cpuMs: undefined, peakBytes: undefined},
  problems: [],
  endReason: 'FATAL: no luck',
};

/** A trial of two arms in slots of an hour. */
export const world = (
  more: Parameters<typeof livePlan>[1] extends infer L ? Partial<L> : never = {},
  kind: 'rotating' | 'concurrent' = 'rotating',
) =>
  new LiveWorld(
    tempFolder(),
    livePlan(
      ['a', 'b'],
      {cadence: {kind: 'every', everyMs: 3_600_000, startAt: BEGIN}, rotations: 1, ...more},
      kind,
    ),
  );

/** What a report tells of the trial. */
export function figures(of: LiveWorld): LiveFigures {
  const db = openTrialReadOnly(of.state.trialStore('live-1'));
  const found = readLive(db);
  db.close();
  if (!found) throw new Error('it is no live trial');
  return found;
}

/** The world's engine, of which some part is otherwise. */
export const engineBut = (of: LiveWorld, change: Partial<Engine>) => ({
  engineFor: async () => ok({...of.engine(), ...change}),
});

/** Once a slot is prepared, arm a gets rules for it with which no engine comes up. */
export function badRules(of: LiveWorld, slot: number): {bad: string; listen: Engine['listen']} {
  const bad = 'f'.repeat(64);
  let changed = false;
  of.onSleep = now => {
    if (changed || now < BEGIN + slot * HOUR - HOUR / 2) return;
    const store = of.open();
    const setup = store.newestSetup('a');
    if (store.facts().slots[slot]?.arms[0]?.prepared && setup?.ruleset) {
      changed = true;
      const other = {...setup, ruleset: {...setup.ruleset, digest: bad}};
      store.prepared({slot, arm: 'a', setup: other, reason: 'new rules', at: now});
    }
    store.close();
  };
  const dead = {pid: undefined, ready: Promise.resolve(false), ended: Promise.resolve(END)};
  const listen: Engine['listen'] = async spec =>
    spec.config.rules.digest === bad
      ? ok({...dead, counts: async () => undefined, stop: () => {}, kill: () => {}})
      : of.engine().listen(spec);
  return {bad, listen};
}

/** The world's time, looked at every so many seconds at least. */
export function looking(of: LiveWorld, seconds: number): LiveDeps['timer'] {
  const {timer} = of.deps(of.open(), {}, () => {});
  return {
    maxMs: seconds * 1000,
    sleepUntil: (at, signal, working) =>
      timer.sleepUntil(Math.min(at, of.now + seconds * SECOND), signal, working),
  };
}
