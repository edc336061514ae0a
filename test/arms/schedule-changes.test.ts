import {describe, expect, it} from 'vitest';
import {declaredDigest, type Reading} from '../../harness/arms/read-declared.ts';
import {changesAndRemedy} from '../../harness/arms/schedule-changes.ts';
import {readYaml} from '../../harness/declarations/yaml/read-yaml.ts';
import type {TrialPlan} from '../../harness/domain/trial.ts';
import {livePlan} from '../fakes/live-world.ts';

const schedule = (arms: string, more = ''): string => `kind: rotating\nevery: 24h\narms: [${arms}]\n${more}`;
const BEFORE = schedule('{ruleset: one}, {ruleset: two}');
const RULESETS = {one: 'rules: 1\n', two: 'rules: 2\n', three: 'rules: 3\n'};

const reading = (
  text: string | undefined,
  rulesets: Readonly<Record<string, string>> = RULESETS,
): Reading => ({
  readText: readYaml,
  declarations: {
    names: async () => [],
    file: (kind, name) => `${kind}s/${name}.yaml`,
    text: async (kind, name) => (kind === 'schedule' ? text : rulesets[name]),
    resolve: path => path,
  },
});

/** A trial that began with two arms. */
async function begun(snapshots: 'refresh' | 'frozen' = 'frozen'): Promise<{name: string; plan: TrialPlan}> {
  const cadence = {kind: 'every', everyMs: 86_400_000, startAt: 0} as const;
  const plan = livePlan(['one', 'two'], {cadence, rotations: 1, snapshots});
  return {
    name: 'live-1',
    plan: {...plan, declaredDigest: (await declaredDigest('live', reading(BEFORE))) ?? ''},
  };
}

/** What is said about the changes, without what to do. */
const changesOf = async (...asked: Parameters<typeof changesAndRemedy>): Promise<string | undefined> =>
  (await changesAndRemedy(...asked))?.split(/\. (?:To use|If you)/)[0];

const KEEPS = '; live-1 keeps the plan that it began with';

describe('a schedule that has changed since its trial began', () => {
  it.each([
    [
      'an arm was renamed',
      schedule('{ruleset: one}, {ruleset: two, name: other}'),
      'arm two was renamed to other',
    ],
    ['an arm was removed', schedule('{ruleset: one}'), 'arm two was removed'],
    ['an arm was added', schedule('{ruleset: one}, {ruleset: two}, {ruleset: three}'), 'arm three was added'],
    [
      'an arm was removed and another one added',
      schedule('{ruleset: one}, {ruleset: three}'),
      'arm two was removed and arm three was added',
    ],
    [
      'an arm with another policy is another arm',
      schedule('{ruleset: one}, {ruleset: two, name: strict, policy: security}'),
      'arm two was removed and arm strict was added',
    ],
    [
      'an arm got another ruleset',
      schedule('{ruleset: one}, {ruleset: three, name: two}'),
      'arm two has the ruleset three in place of two',
    ],
    [
      'only something else was edited',
      `${BEFORE}# x\n`,
      'schedules/live.yaml or one of its rulesets was edited',
    ],
    ['the file cannot be read', 'kind: rotating\n', 'schedules/live.yaml cannot be read'],
    ['the file was removed', undefined, 'schedules/live.yaml was removed'],
  ])('%s', async (_, text, what) => {
    expect(await changesOf(await begun(), reading(text))).toBe(`Since live-1 began, ${what}${KEEPS}`);
  });

  it('names the ruleset whose declaration was removed, and the arms that use it', async () => {
    const {two: _, ...rest} = RULESETS;
    expect(await changesOf(await begun(), reading(BEFORE, rest))).toBe(
      `Since live-1 began, rulesets/two.yaml was removed (arm two)${KEEPS}`,
    );
    expect(await changesOf(await begun(), reading(schedule('{ruleset: one}'), rest))).toBe(
      `Since live-1 began, arm two was removed and rulesets/two.yaml was removed (arm two)${KEEPS}`,
    );
  });

  it('says that a trial with fresh snapshots takes its rulesets as they are now', async () => {
    const edited = reading(BEFORE, {...RULESETS, two: 'rules: other\n'});
    expect(await changesOf(await begun('refresh'), edited)).toBe(
      'Since live-1 began, schedules/live.yaml or one of its rulesets was edited; live-1 keeps the schedule that it ' +
        'began with, and takes its rulesets as they are now',
    );
  });

  it('is none if nothing changed, or if the trial repeats another one or holds imported logs', async () => {
    const {name, plan} = await begun();
    expect(await changesOf({name, plan}, reading(BEFORE))).toBeUndefined();
    const changed = reading(schedule('{ruleset: one}'));
    for (const more of [{rerunOf: 'live-0'}, {replayOf: 'live-0'}, {kind: 'ingested'}] as const)
      expect(await changesOf({name, plan: {...plan, ...more}}, changed)).toBeUndefined();
  });

  it('is used by the next trial, and the hint says how to end this one', async () => {
    const {name, plan} = await begun();
    const changed = reading(schedule('{ruleset: one}'));
    const {live: _, ...replay} = plan;
    expect(await changesAndRemedy({name, plan}, changed)).toContain(
      '. To use the change, end this trial with: ruletrial trial stop live-1; then begin the next one with: ruletrial trial run live. ' +
        'Otherwise undo the change',
    );
    expect(await changesAndRemedy({name, plan: {...replay, kind: 'replay'}}, changed)).toContain(
      'ruletrial trial seal live-1; then begin',
    );
  });

  it('cannot begin the next trial if the schedule itself was removed', async () => {
    expect(await changesAndRemedy(await begun(), reading(undefined))).toMatch(
      /\. If you no longer need it, end it with: ruletrial trial stop live-1\. Otherwise restore the file$/,
    );
  });
});
