import type {RulesetDeclaration} from '../declarations/ruleset.ts';
import type {ArmDeclaration, ScheduleDeclaration} from '../declarations/schedule.ts';
import type {Manifest} from '../domain/snapshot.ts';
import type {EngineSettings, LivePlan} from '../domain/trial.ts';
import {snapshotSettings} from './test-snapshot.ts';

/** The Snort configuration that a schedule declares for all its arms. */
export type DeclaredEngine = LivePlan['engine'];

/** Converts `engine:` of a schedule to the value in a plan. */
export const declaredEngine = ({
  snort,
  home_net: homeNet,
  external_net: externalNet,
  checksums,
  events,
  tweaks,
}: ScheduleDeclaration['engine']): DeclaredEngine => ({
  ...(snort === undefined ? {} : {snort}),
  homeNet,
  externalNet,
  checksums,
  events,
  tweaks,
});

/** The keys of an arm's declaration that change what it detects. */
export type ArmOverrides = Pick<ArmDeclaration, 'mode' | 'builtins' | 'tweaks'>;

/** Combines the settings of an arm from its snapshot, its own declaration, its ruleset and its schedule. */
export function armSettings(
  arm: ArmOverrides,
  ruleset: RulesetDeclaration,
  engine: DeclaredEngine,
  snapshot: Manifest,
): EngineSettings {
  const {list, ...decided} = snapshotSettings(snapshot);
  return {
    ...decided,
    ...(list ? {list: arm.mode ?? ruleset.mode} : {}),
    ...(snapshot.policy === undefined ? {} : {policy: snapshot.policy}),
    builtins: !decided.ownConfig && (arm.builtins ?? ruleset.builtins),
    homeNet: engine.homeNet,
    externalNet: engine.externalNet,
    checksums: engine.checksums,
    ...(engine.events === 'all' ? {events: 'all' as const} : {}),
    tweaks: [engine.tweaks, arm.tweaks ?? ''].filter(text => text !== '').join('\n'),
  };
}
