import type {Failure} from '../domain/failure.ts';
import {ok, type Result} from '../domain/result.ts';
import {armConfig, type ReadyArm} from '../trial/check-arm.ts';
import {conduct} from '../trial/conduct.ts';
import {nextStep} from '../trial/next-step.ts';
import {armEngine} from './load-arm.ts';
import type {ConductLiveOutside} from './outside.ts';

/** Whether everything that was recorded has gone through every arm. */
export function isReplayed({store}: Pick<ConductLiveOutside, 'store'>): boolean {
  if (!store.plan.live?.thenReplay) return true;
  const paired = store.paired();
  return nextStep(paired.plan, paired.facts(), new Set()).step === 'seal';
}

/** Puts the recorded traffic of closed slots through every arm, behind everything else on the machine. */
export async function replaySlots(outside: ConductLiveOutside): Promise<Result<void, Failure>> {
  const {store, captures, recordings, pairedFolders} = outside;
  const paired = store.paired();
  const live = store.plan.live;
  if (!live || paired.plan.captures.length === 0) return ok(undefined);
  const arms = new Map<string, ReadyArm>();
  for (const arm of paired.plan.arms) {
    const declared = live.arms.find(({name}) => name === arm.name);
    const config = armConfig(arm, outside.snapshots);
    if (!declared || !config) continue;
    const engine = await armEngine(declared, live, outside);
    if (!engine.ok) return engine;
    arms.set(arm.name, {engine: engine.value, config});
  }
  const {say} = outside;
  return conduct({
    ...outside,
    // a slot's line is enough; how far each capture is belongs to replays that somebody waits for
    say: notice => {
      if (notice.kind === 'warning') say(notice);
    },
    store: paired,
    folders: pairedFolders,
    engineOf: name => {
      const arm = arms.get(name);
      if (!arm) throw new Error(`arm ${name} has nothing to run`);
      return arm;
    },
    locate: path => (path.startsWith('recorded/') ? recordings.path(path) : captures.locate(path)),
    atOnce: 1,
    logs: live.logs,
    lowPriority: true,
  });
}
