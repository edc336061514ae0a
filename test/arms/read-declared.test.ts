import {describe, expect, it} from 'vitest';
import {
  declaredDigest,
  type Reading,
  readLiveSchedule,
  readReplaySchedule,
  readSchedule,
} from '../../harness/arms/read-declared.ts';
import {describeFailure} from '../../harness/cli/all-failures.ts';
import {readYaml} from '../../harness/declarations/yaml/read-yaml.ts';

const REPLAY = 'kind: replay\ncaptures: [a]\narms: [{ruleset: one}]\n';
const LIVE = '# first\nkind: rotating\nevery: 24h\narms: [{ruleset: one}]\n';

const reading = (schedule: string): Reading => ({
  readText: readYaml,
  declarations: {
    names: async () => ['x'],
    file: (kind, name) => `${kind}s/${name}.yaml`,
    text: async kind => (kind === 'schedule' ? schedule : 'rules: none\n'),
    resolve: path => path,
  },
});

const messageOf = async (text: string, read: typeof readSchedule): Promise<string> => {
  const found = await read('x', reading(text));
  return found.ok ? `read as ${found.value.value.kind}` : describeFailure(found.failure).message;
};

describe('a schedule', () => {
  it.each([REPLAY, LIVE, LIVE.replace('rotating', 'concurrent')])(
    'is read as the kind that it names',
    async text => {
      expect(await messageOf(text, readSchedule)).toBe(`read as ${/kind: (\w+)/.exec(text)?.[1]}`);
    },
  );

  it.each([
    [
      'a misspelt kind',
      LIVE.replace('rotating', 'rotatng'),
      'schedules/x.yaml:2: kind: expected one of replay, rotating, concurrent, found "rotatng". Did you mean "rotating"?',
    ],
    [
      'no kind',
      'captures: [a]\nevery: 24h\n',
      'schedules/x.yaml:1: kind: expected one of replay, rotating, concurrent, found nothing',
    ],
    ['a list in place of keys', '- a\n', 'schedules/x.yaml:1: expected keys with values, found a list'],
  ])('with %s is told of that alone', async (_, text, words) => {
    const told = await messageOf(text, readSchedule);
    expect(told.split('\n')).toHaveLength(1);
    expect(told).toContain(words);
  });

  it('with keys of another kind is told of them by those of its own', async () => {
    expect(await messageOf(`${LIVE}captures: [a]\n`, readSchedule)).toMatch(
      /^schedules\/x\.yaml:5: captures: expected one of kind, sensor, .*, found the unknown key "captures"/,
    );
  });

  it('of another kind is refused where it does not fit, at its line, with the way on', async () => {
    expect(await messageOf(LIVE, readReplaySchedule as typeof readSchedule)).toBe(
      'schedules/x.yaml:2: kind: expected replay here, found rotating. See what it would run with: ruletrial trial plan x',
    );
    expect(await messageOf(REPLAY, readLiveSchedule as typeof readSchedule)).toBe(
      'schedules/x.yaml:1: kind: expected rotating or concurrent here, found replay. See what it would run with: ruletrial check x',
    );
    expect(await messageOf(REPLAY, readReplaySchedule as typeof readSchedule)).toBe('read as replay');
    expect(await messageOf(LIVE, readLiveSchedule as typeof readSchedule)).toBe('read as rotating');
  });

  it('has a digest whatever its kind, another one when its text changes', async () => {
    const digests = await Promise.all(
      [REPLAY, LIVE, `${LIVE}# more\n`].map(text => declaredDigest('x', reading(text))),
    );
    expect(new Set(digests).size).toBe(3);
    expect(digests).not.toContain(undefined);
  });
});
