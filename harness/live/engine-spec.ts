import type {CaptureSource} from '../engine/capture-ports.ts';
import type {ArmConfig, ListenSpec, RunSpec} from '../engine/ports.ts';
import type {LiveTrial} from './ports.ts';
import {captureSpec} from './read-captures.ts';

/** Size at which Snort starts a new file of its alert log, so that files that are fully stored can be compressed or deleted. */
const ROLL_MIB = 64;

export interface SpecDeps {
  readonly store: Pick<LiveTrial, 'plan'>;
  readonly captures: Pick<CaptureSource, 'locate'>;
}

/** Builds the spec for an engine in a slot: to listen to the interface, or to read the captures that replace the slot's traffic. */
export function specFor(
  config: ArmConfig,
  folder: string,
  slot: number,
  deps: SpecDeps,
): ListenSpec | RunSpec {
  const {sensor} = deps.store.plan.live;
  if (sensor.kind === 'captures') return captureSpec(config, folder, slot, deps);
  return {config, folder, sensor, rollMiB: ROLL_MIB};
}
