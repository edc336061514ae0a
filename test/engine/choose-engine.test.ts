import {describe, expect, it} from 'vitest';
import {failed, ok, type Result} from '../../harness/domain/result.ts';
import {type ChooseDeps, engineChooser} from '../../harness/engine/choose-engine.ts';
import type {EngineFailure} from '../../harness/engine/failures.ts';
import type {Engine} from '../../harness/engine/ports.ts';
import {virtualClock} from '../fakes/virtual-clock.ts';

type Found = Result<Engine, EngineFailure>;
const engine = (name: string): Found =>
  ok({name, identity: {version: '3.1.0.0', recordedOn: '2026-06-01'}} as unknown as Engine);
const missing = (kind: 'engine-not-found' | 'recorded-run-broken'): Found => failed({kind} as EngineFailure);

function choosing(setting: ChooseDeps['setting'], hasSnort: boolean, recording = engine('recorded')) {
  const [said, looked]: [string[], string[]] = [[], []];
  const clock = virtualClock();
  const choose = engineChooser({
    setting,
    clock,
    say: notice => 'text' in notice && said.push(notice.text),
    async openSnort(binary) {
      looked.push(`snort ${binary}`);
      return hasSnort ? engine('snort') : missing('engine-not-found');
    },
    async openRecorded(location) {
      looked.push(`recorded ${location}`);
      return recording;
    },
  });
  return {choose, said, looked, clock};
}

const SNORT = ['snort undefined'];
const BOTH = ['snort undefined', 'recorded demo'];

describe('the choice of an engine', () => {
  it.each([
    ['auto', true, {snort: undefined, recorded: 'demo'}, SNORT],
    ['auto', false, {snort: undefined, recorded: 'demo'}, BOTH],
    ['auto', false, {snort: undefined, recorded: undefined}, SNORT],
    ['auto', true, {snort: './mine', recorded: 'demo'}, ['snort ./mine']],
    ['snort3', false, {snort: undefined, recorded: 'demo'}, SNORT],
    ['recorded', true, {snort: './mine', recorded: undefined}, ['recorded bundled']],
    ['auto', true, {only: 'recorded', snort: undefined, recorded: 'demo'}, ['recorded demo']],
  ] as const)(
    'with --engine %s, Snort there: %s, and %j looks for %j',
    async (setting, has, wish, expected) => {
      const {choose, looked} = choosing(setting, has);
      await choose(wish);
      expect(looked).toEqual(expected);
    },
  );

  it('says once that recorded runs stand in for Snort, with their version and date', async () => {
    const {choose, said} = choosing('auto', false);
    for (let turn = 0; turn < 2; turn += 1) await choose({snort: undefined, recorded: 'demo'});
    expect(said).toEqual([
      'Snort 3 not found: detection is RECORDED (3.1.0, 2026-06-01); everything else runs now',
    ]);
  });

  it('gives the missing Snort as the failure where the recorded runs are no help either', async () => {
    const {choose, said} = choosing('auto', false, missing('recorded-run-broken'));
    const done = await choose({snort: undefined, recorded: 'demo'});
    expect(done).toMatchObject({ok: false, failure: {kind: 'engine-not-found'}});
    expect(said).toEqual([]);
  });

  it('looks for a Snort that is there once a minute, and for one that is missing each time', async () => {
    const there = choosing('snort3', true);
    const wish = {snort: undefined, recorded: undefined};
    for (const seconds of [0, 59, 1]) {
      there.clock.add(seconds);
      await there.choose(wish);
    }
    expect(there.looked).toHaveLength(2);
    const gone = choosing('snort3', false);
    for (let turn = 0; turn < 3; turn += 1) await gone.choose(wish);
    expect(gone.looked).toHaveLength(3);
  });
});
