import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {alertLine} from '../fixtures/alert-lines.ts';
import {Rig} from '../rig/project.ts';

const rig = new Rig();
beforeAll(async () => {
  await rig.ok(['init']);
  const log = rig.write('alert_json.txt', `${alertLine(1)}\n`);
  for (const arm of ['old', 'new']) await rig.ok(['ingest', log, '--trial', 'mine', '--arm', arm]);
});
afterAll(() => rig.remove());

/** What the shell offers after these words; the last one may be unfinished or empty. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const {stdout} = await rig.ok(['--get-yargs-completions', 'ruletrial', ...words]);
  return stdout.split('\n').filter(line => line !== '');
}

describe('shell completion', () => {
  it.each<[readonly string[], readonly string[]]>([
    [['tri'], ['trial']],
    [
      ['trial', 're'],
      ['rerun', 'replay', 'remove'],
    ],
    [
      ['report', ''],
      ['mine-1', 'mine'],
    ],
    [
      ['report', 'mine', '--format', ''],
      ['terminal', 'markdown', 'html', 'csv', 'json', 'all'],
    ],
    [['report', 'mine', '--fo'], ['--format']],
    [
      ['fired', 'mine', '--arm', ''],
      ['old', 'new'],
    ],
    [['trial', 'run', 'ex'], ['example']],
    [
      ['--reports', 'elsewhere', 'report', ''],
      ['mine-1', 'mine'],
    ],
    [['--json', 'trial', 'run', '--engine', 'auto', 'ex'], ['example']],
    [
      ['fired', '--json', 'mine', '--arm', ''],
      ['old', 'new'],
    ],
    [['--state-dir=nowhere', 'report', ''], []],
    [['--state-dir', '=', 'nowhere', 'report', ''], []],
    [['fired', 'mine', '--by=pr'], ['--by=protocol']],
    [['fired', 'mine', '--by', '=', 'pr'], ['protocol']],
    [['trial', 'remove', 'mine-1', ''], []],
    [['snapshot', 'show', ''], []],
    [['nonsense', ''], []],
  ])('offers after %j: %j', async (words, expected) => {
    expect(await offered(...words)).toEqual(expected);
  });

  it('offers every command at first, and the rulesets to take a snapshot of', async () => {
    expect(await offered('')).toEqual(expect.arrayContaining(['trial', 'report', 'doctor', 'completion']));
    expect(await offered('snapshot', 'take', '')).toEqual(expect.arrayContaining(['community']));
  });

  it('offers each option that help shows once, and no positional argument', async () => {
    const options = await offered('report', 'mine', '--');
    expect(options).toEqual([...new Set(options)]);
    expect(options).toContain('--open');
    expect(options).not.toContain('--trial');
    expect(options).not.toContain('--engine');
    expect(await offered('trial', 'run', 'example', '--en')).toEqual(['--engine']);
  });

  it('takes words without the name of the program, as fish gives them', async () => {
    const {stdout} = await rig.ok(['--get-yargs-completions', 'trial', 'pl']);
    expect(stdout).toBe('plan\n');
  });

  it('prints the script that asks for them', async () => {
    const {stdout} = await rig.run(['completion'], {SHELL: '/bin/bash'});
    expect(stdout).toContain('complete -o bashdefault -o default -F _ruletrial_yargs_completions ruletrial');
  });
});
