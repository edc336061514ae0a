import type {RulesetDeclaration} from '../declarations/ruleset.ts';
import type {ArmDeclaration, ScheduleDeclaration} from '../declarations/schedule.ts';
import type {Manifest} from '../domain/snapshot.ts';
import type {EngineSettings, LivePlan} from '../domain/trial.ts';
import {snapshotSettings} from './prove-snapshot.ts';

/** A schedule's Snort configuration, the same for all arms. */
export type EngineWish = LivePlan['engine'];

export const engineWish = ({
  snort,
  home_net: homeNet,
  external_net: externalNet,
  checksums,
  events,
  tweaks,
}: ScheduleDeclaration['engine']): EngineWish => ({
  ...(snort === undefined ? {} : {snort}),
  homeNet,
  externalNet,
  checksums,
  events,
  tweaks,
});

/** What of an arm's declaration changes detection. */
export type ArmWish = Pick<ArmDeclaration, 'mode' | 'builtins' | 'tweaks'>;

/** Settings of an arm: what its snapshot decides, then arm, ruleset and schedule. */
export function armSettings(
  arm: ArmWish,
  ruleset: RulesetDeclaration,
  wish: EngineWish,
  snapshot: Manifest,
): EngineSettings {
  const {list, ...decided} = snapshotSettings(snapshot);
  return {
    ...decided,
    ...(list ? {list: arm.mode ?? ruleset.mode} : {}),
    ...(snapshot.policy === undefined ? {} : {policy: snapshot.policy}),
    builtins: !decided.ownConfig && (arm.builtins ?? ruleset.builtins),
    homeNet: wish.homeNet,
    externalNet: wish.externalNet,
    checksums: wish.checksums,
    ...(wish.events === 'all' ? {events: 'all' as const} : {}),
    tweaks: [wish.tweaks, arm.tweaks ?? ''].filter(text => text !== '').join('\n'),
  };
}
