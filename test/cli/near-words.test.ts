import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {NO_SNORT, Rig} from '../rig/project.ts';

/** Wrong words on the command line, and all that is printed about them. */
const WRONG: readonly [line: string, exit: number, message: string][] = [
  ['trail list', 2, '"trail" is not a command: did you mean "trial"? See: ruletrial --help'],
  ['trial staus', 2, '"staus" is not a command: did you mean "status"? See: ruletrial trial --help'],
  ['fired example --armm broad', 2, 'unknown option --armm; did you mean --arm? See: ruletrial fired --help'],
  [
    'report example --formt=csv',
    2,
    'unknown option --formt; did you mean --format? See: ruletrial report --help',
  ],
  ['trial --jsno', 2, 'unknown option --jsno; did you mean --json? See: ruletrial trial --help'],
  ['--nonsense', 2, 'unknown option --nonsense. See: ruletrial --help'],
  ['report exampl', 4, 'no trial "exampl" in this state folder. Did you mean "example"? Known: example-1'],
  ['report zzz', 4, 'no trial "zzz" in this state folder. Known: example-1'],
  [
    'fired example --arm braod',
    4,
    'example-1 has no arm "braod". Did you mean "broad"? Known: broad, desktop, specific',
  ],
  [
    'trial run exampel',
    4,
    'no schedule "exampel": there is no schedules/exampel.yaml. Did you mean "example"? Known: daily, example',
  ],
];

describe('a word that is nearly right', () => {
  const rig = new Rig();
  beforeAll(async () => {
    await rig.ok(['init']);
    await rig.ok(['trial', 'run', 'example'], NO_SNORT);
  });
  afterAll(() => rig.remove());

  it.each(WRONG)('%s', async (line, exit, message) => {
    const done = await rig.ask(line.split(' '));
    expect([done.exit, done.stderr, done.stdout]).toEqual([exit, `ruletrial: ${message}\n`, '']);
  });
});
