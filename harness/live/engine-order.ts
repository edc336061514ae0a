import type {ArmConfig, CaptureSource, ListenOrder, RunOrder} from '../engine/ports.ts';
import {playOrder} from './play-captures.ts';
import type {LiveTrial} from './ports.ts';

/** Size at which Snort starts a new alert log, so that fully ingested files can be compressed or deleted. */
const ROLL_MIB = 64;

export interface OrderDeps {
  readonly store: Pick<LiveTrial, 'plan'>;
  readonly captures: Pick<CaptureSource, 'locate'>;
}

/** Builds the order for an engine in a slot: to listen to the interface, or to read the captures that replace the slot's traffic. */
export function orderFor(
  config: ArmConfig,
  folder: string,
  slot: number,
  deps: OrderDeps,
): ListenOrder | RunOrder {
  const {sensor} = deps.store.plan.live;
  if (sensor.kind === 'captures') return playOrder(config, folder, slot, deps);
  return {config, folder, sensor, rollMiB: ROLL_MIB};
}
