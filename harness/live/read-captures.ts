import type {LiveTrialPlan} from '../domain/trial.ts';
import type {CaptureSource} from '../engine/capture-ports.ts';
import {pathForEngine} from '../engine/path-for-engine.ts';
import type {ArmConfig, CaptureInput, ListeningEngine, RunningEngine, RunSpec} from '../engine/ports.ts';
import {slotsOf} from './lanes.ts';
import type {LiveTrial} from './ports.ts';

/** Returns the indexes of the captures that replace the traffic of a slot. The plan's captures are spread in order over all slots. */
function captureIndexesOf(plan: LiveTrialPlan, slot: number): readonly number[] {
  const {captures} = plan;
  const slots = Math.max(1, slotsOf(plan));
  const [from, to] = [slot, slot + 1].map(position => Math.floor((position * captures.length) / slots));
  return captures.flatMap((_, index) => (index >= (from ?? 0) && index < (to ?? 0) ? [index] : []));
}

/** Builds the spec for an engine that reads a slot's captures instead of listening to an interface. */
export function captureSpec(
  config: ArmConfig,
  folder: string,
  slot: number,
  {store, captures}: {store: Pick<LiveTrial, 'plan'>; captures: Pick<CaptureSource, 'locate'>},
): RunSpec {
  const inputs = captureIndexesOf(store.plan, slot).flatMap((index, nth): CaptureInput[] => {
    const planned = store.plan.captures[index];
    if (!planned) return [];
    const {path, sha256, linkType} = planned;
    const absolutePath = captures.locate(path);
    return [{path, sha256, linkType, absolutePath, pathForEngine: pathForEngine(absolutePath, folder, nth)}];
  });
  return {config, folder, captures: inputs};
}

/** Makes an engine that reads captures behave like a listening one: it stays up until its slot ends, even if it finishes reading earlier. */
export function asListeningEngine(running: RunningEngine): ListeningEngine {
  let endSlot: () => void = () => {};
  const slotOver = new Promise<void>(resolve => {
    endSlot = resolve;
  });
  const stop = () => {
    running.stop();
    endSlot();
  };
  return {
    pid: undefined,
    ready: Promise.resolve(true),
    ended: running.ended.then(end => (end.outcome === 'captures-over' ? slotOver.then(() => end) : end)),
    // the real counts are known only when the engine ends
    counts: async () => ({received: 0, analyzed: 0, dropped: 0, discarded: 0}),
    stop,
    kill: stop,
  };
}

/** Returns the captures that are the traffic of a slot, whether or not an engine read them. Every arm reads them later. */
export function slotCaptures(plan: LiveTrialPlan, slot: number) {
  if (plan.live.sensor.kind !== 'captures') return [];
  return captureIndexesOf(plan, slot).flatMap(index => {
    const capture = plan.captures[index];
    return capture ? [{...capture, linkType: capture.linkType, slot}] : [];
  });
}
