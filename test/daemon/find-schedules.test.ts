import {beforeEach, describe, expect, it} from 'vitest';
import {type FindDeps, scheduleFinder, type TrialState} from '../../harness/daemon/find-schedules.ts';
import {readYaml} from '../../harness/declarations/yaml/read-yaml.ts';

const LIVE = 'kind: rotating\nevery: 24h\narms: [{ruleset: one}]\n';
const REPLAY = 'kind: replay\ncaptures: [a]\narms: [{ruleset: one}]\n';

describe('the finder of schedules', () => {
  let schedules: Record<string, string>;
  let trials: Record<string, TrialState | undefined>;
  let said: string[];
  let opened: string[];
  let finder: ReturnType<typeof scheduleFinder>;

  beforeEach(() => {
    [schedules, trials, said, opened] = [{}, {}, [], []];
    const deps: FindDeps = {
      readText: readYaml,
      declarations: {
        names: async () => Object.keys(schedules),
        file: (kind, name) => `${kind}s/${name}.yaml`,
        text: async (_, name) => schedules[name],
        resolve: path => path,
      },
      trials: {names: async () => Object.keys(trials)},
      async trialStateOf(trial) {
        opened.push(trial);
        return trials[trial];
      },
      messageOf: ({kind}) => kind,
      say: message => 'text' in message && said.push(message.text),
    };
    finder = scheduleFinder(deps);
  });

  it('tells live schedules from others, and reports a broken one once', async () => {
    schedules = {daily: LIVE, example: REPLAY, broken: 'kind: [\n'};
    expect(await finder.schedules()).toEqual({
      live: ['daily'],
      others: ['example', 'broken'],
      unfinished: [],
    });
    await finder.schedules();
    expect(said).toHaveLength(1);
  });

  it('finds unfinished live trials, also of a schedule whose file is gone, and opens finished ones once', async () => {
    schedules = {daily: LIVE, example: REPLAY};
    trials = {
      'daily-1': {isLive: true, isSealed: false},
      'daily-2': {isLive: true, isSealed: true},
      'example-1': {isLive: false, isSealed: false},
      'gone-1': {isLive: true, isSealed: false},
      'torn-1': undefined,
      imported: {isLive: true, isSealed: false},
    };
    // the newest trial of daily is sealed: an older one is nobody's matter
    expect((await finder.schedules()).unfinished).toEqual(['gone']);
    expect((await finder.schedules()).unfinished).toEqual(['gone']);
    expect(opened).toEqual(['daily-2', 'example-1', 'gone-1', 'torn-1', 'gone-1']);
  });

  it('takes a schedule for live by its file, and by its newest trial where that cannot be read', async () => {
    schedules = {daily: LIVE, example: REPLAY, broken: 'kind: [\n'};
    trials = {'broken-1': {isLive: true, isSealed: false}, 'example-1': {isLive: true, isSealed: false}};
    const live = await Promise.all(['daily', 'example', 'broken', 'none'].map(one => finder.isLive(one)));
    expect(live).toEqual([true, false, true, false]);
  });

  it('takes a schedule for sealed where its newest trial is', async () => {
    trials = {
      'a-1': {isLive: true, isSealed: true},
      'b-1': {isLive: true, isSealed: true},
      'b-2': {isLive: true, isSealed: false},
    };
    const sealed = await Promise.all(['a', 'b', 'none'].map(one => finder.isSealed(one)));
    expect(sealed).toEqual([true, false, false]);
  });
});
