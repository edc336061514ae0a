import {describe, expect, it} from 'vitest';
import {type ArmOverrides, armSettings, type DeclaredEngine} from '../../harness/arms/arm-settings.ts';
import {type RulesetDeclaration, rulesetSchema} from '../../harness/declarations/ruleset.ts';
import type {Manifest} from '../../harness/domain/snapshot.ts';

const WISH: DeclaredEngine = {
  homeNet: '192.0.2.0/24',
  externalNet: '!$HOME_NET',
  checksums: false,
  events: 'all',
  tweaks: '',
};

const declared = (more: object = {}): RulesetDeclaration =>
  rulesetSchema.parse({source: {file: 'a.rules'}, ...more});

/** A snapshot of rules, or of what is given otherwise. */
const snapshot = (more: Partial<Manifest> = {}): Manifest => ({
  name: 'a',
  digest: 'a'.repeat(64),
  files: [],
  source: 'file a.rules',
  newestAt: 0,
  takenAt: 0,
  madeBy: 'ruletrial',
  counts: {text: 1, so: 0, builtin: 0, enabled: 1, soNotLoaded: 0, entries: 0, perPolicy: {}},
  differences: [],
  gate: [],
  ...more,
});

const LISTED = {counts: {...snapshot().counts, entries: 3}};

interface Given {
  readonly arm?: ArmOverrides;
  readonly ruleset?: object;
  readonly wish?: Partial<DeclaredEngine>;
  readonly snapshot?: Partial<Manifest>;
}

const settings = (given: Given) =>
  armSettings(given.arm ?? {}, declared(given.ruleset), {...WISH, ...given.wish}, snapshot(given.snapshot));

describe('the settings of an arm', () => {
  const PLAIN = {
    builtins: false,
    homeNet: '192.0.2.0/24',
    externalNet: '!$HOME_NET',
    checksums: false,
    events: 'all',
    tweaks: '',
  };

  it.each<[string, Given, object]>([
    ['are the schedule’s where nothing else is declared', {}, {}],
    [
      'have the policy that its snapshot was taken with, and what decided it',
      {snapshot: {policy: 'security', policyBy: 'metadata'}},
      {policy: 'security', policyBy: 'metadata'},
    ],
    ['have the ruleset’s builtins', {ruleset: {builtins: true}}, {builtins: true}],
    ['have its own builtins before the ruleset’s', {arm: {builtins: false}, ruleset: {builtins: true}}, {}],
    [
      'leave builtins to the archive’s own configuration',
      {arm: {builtins: true}, snapshot: {ownConfig: 'own/snort.lua', files: []}},
      {ownConfig: 'own/snort.lua', soSkipped: true},
    ],
    ['have the ruleset’s mode of a blocklist', {ruleset: {mode: 'block'}, snapshot: LISTED}, {list: 'block'}],
    [
      'have its own mode before the ruleset’s',
      {arm: {mode: 'monitor'}, ruleset: {mode: 'block'}, snapshot: LISTED},
      {list: 'monitor'},
    ],
    ['have no mode without a blocklist', {arm: {mode: 'block'}}, {}],
    [
      'have the snapshot’s variables and classtypes',
      {
        snapshot: {
          variables: {DNS_NET: '192.0.2.53'},
          classifications: [{name: 'own', priority: 1, text: 'x'}],
        },
      },
      {variables: {DNS_NET: '192.0.2.53'}, classifications: [{name: 'own', priority: 1, text: 'x'}]},
    ],
    [
      'have the schedule’s tweaks before its own',
      {arm: {tweaks: 'b = 2'}, wish: {tweaks: 'a = 1'}},
      {tweaks: 'a = 1\nb = 2'},
    ],
    [
      'have the schedule’s networks and checksums',
      {wish: {homeNet: 'any', externalNet: 'any', checksums: true}},
      {homeNet: 'any', externalNet: 'any', checksums: true},
    ],
  ])('%s', (_, given, more) => {
    expect(settings(given)).toEqual({...PLAIN, ...more});
  });

  it('leave Snort its own event queue where the schedule wants it', () => {
    expect(settings({wish: {events: 'snort'}})).not.toHaveProperty('events');
  });
});
