import {describe, expect, it} from 'vitest';
import type {z} from 'zod';
import {declarationFailures} from '../../harness/declarations/failures.ts';
import {readDeclaration} from '../../harness/declarations/read-declaration.ts';
import {rulesetSchema} from '../../harness/declarations/ruleset.ts';
import {scheduleSchema} from '../../harness/declarations/schedule.ts';
import {readYaml} from '../../harness/declarations/yaml/read-yaml.ts';

/** The words that a user reads of a wrong file, line by line. */
function complaintsOf(schema: z.ZodType, file: string, text: string): string[] {
  const read = readDeclaration(file, text, schema, readYaml);
  if (read.ok) throw new Error(`read as ${JSON.stringify(read.value.value)}`);
  if (read.failure.kind !== 'declaration-invalid') throw new Error(read.failure.kind);
  return declarationFailures['declaration-invalid'].say(read.failure).split('\n');
}

const ofSchedule = (text: string): string[] => complaintsOf(scheduleSchema, 'schedules/x.yaml', text);
const ofRuleset = (text: string): string[] => complaintsOf(rulesetSchema, 'rulesets/x.yaml', text);

const GOOD = 'kind: replay\ncaptures: [captures]\narms:\n  - ruleset: one\n';

describe('a schedule', () => {
  it('that says only what it must is filled up with the defaults', () => {
    const read = readDeclaration('schedules/x.yaml', GOOD, scheduleSchema, readYaml);
    expect(read.ok && read.value.value).toEqual({
      kind: 'replay',
      captures: ['captures'],
      arms: [{ruleset: 'one'}],
      engine: {home_net: 'any', external_net: 'any', checksums: false, events: 'all', tweaks: ''},
      isolation: 'capture',
      logs: 'compress',
    });
  });

  it('knows the line of each of its values, or of what stands around it', () => {
    const read = readDeclaration('x', `${GOOD}  - ruleset: two\n    name: again\n`, scheduleSchema, readYaml);
    if (!read.ok) throw new Error('not read');
    const lines = [
      [],
      ['kind'],
      ['captures', 0],
      ['arms', 0],
      ['arms', 1],
      ['arms', 1, 'name'],
      ['arms', 1, 'policy'],
      ['baseline'],
    ].map(path => read.value.lineOf(path));
    expect(lines).toEqual([1, 1, 2, 4, 5, 6, 5, 1]);
  });

  it.each([
    [
      'a misspelt key',
      `${GOOD}    polcy: balanced\n`,
      'schedules/x.yaml:5: arms[0].polcy: expected one of ruleset, name, policy, builtins, mode, snort, tweaks, found the unknown key "polcy". Did you mean "policy"?',
    ],
    [
      'a key that resembles none',
      `${GOOD}colour: red\n`,
      'schedules/x.yaml:5: colour: expected one of kind, captures, arms, baseline, engine, isolation, recorded, logs, found the unknown key "colour"',
    ],
    [
      'a wrong type',
      'kind: replay\ncaptures: captures/\narms:\n  - ruleset: one\n',
      'schedules/x.yaml:2: captures: expected a list, found "captures/". Files, folders (with all subfolders) or globs; relative to the project folder.',
    ],
    [
      'a wrong type within a list',
      'kind: replay\ncaptures:\n  - one.pcap\n  - 7\narms:\n  - ruleset: one\n',
      'schedules/x.yaml:4: captures[1]: expected text, found 7',
    ],
    [
      'an empty list',
      'kind: replay\ncaptures: []\narms:\n  - ruleset: one\n',
      'schedules/x.yaml:2: captures: expected 1 or more entries, found an empty list. Files, folders (with all subfolders) or globs; relative to the project folder.',
    ],
    [
      'a misspelt choice',
      `${GOOD}    policy: balansed\n`,
      'schedules/x.yaml:5: arms[0].policy: expected one of connectivity, balanced, security, max-detect, found "balansed". Did you mean "balanced"?',
    ],
    [
      'a choice that resembles none',
      `${GOOD}isolation: yes please\n`,
      'schedules/x.yaml:5: isolation: expected one of capture, shared, found "yes please"',
    ],
    [
      'a misspelt kind',
      GOOD.replace('replay', 'repaly'),
      'schedules/x.yaml:1: kind: expected replay, found "repaly". Did you mean "replay"?',
    ],
    [
      'a missing key',
      'kind: replay\ncaptures: [a]\n',
      'schedules/x.yaml:1: arms: expected a list, found nothing. What is compared; two or more arms make a comparison.',
    ],
    [
      'a missing key of an arm',
      'kind: replay\ncaptures: [a]\narms:\n  - name: one\n',
      'schedules/x.yaml:4: arms[0].ruleset: expected text, found nothing. Name of a file in rulesets/, without .yaml.',
    ],
    [
      'a name that is none',
      'kind: replay\ncaptures: [a]\narms:\n  - ruleset: ../one\n',
      'schedules/x.yaml:4: arms[0].ruleset: expected a name of lowercase letters, digits, "-", "_" and ".", found "../one". Name of a file in rulesets/, without .yaml.',
    ],
    [
      'networks that would end the string they go into',
      `${GOOD}engine:\n  home_net: "any', os.execute('x'), '"\n`,
      `schedules/x.yaml:6: engine.home_net: expected addresses without quotes, found "any', os.execute('x'), '". HOME_NET, such as 192.0.2.0/24 or [192.0.2.0/24,198.51.100.7].`,
    ],
    ['a list in place of keys', '- a\n', 'schedules/x.yaml:1: expected keys with values, found a list'],
    ['a text in place of keys', 'replay\n', 'schedules/x.yaml:1: expected keys with values, found "replay"'],
    [
      'a key twice',
      `${GOOD}kind: replay\n`,
      'schedules/x.yaml:5: expected valid YAML, found the same key twice',
    ],
    [
      'YAML with a mistake',
      `${GOOD}logs: "keep\n`,
      'schedules/x.yaml:6: expected valid YAML, found an error (Missing closing "quote)',
    ],
    [
      'an alias that names nothing',
      `${GOOD}logs: *keep\n`,
      'schedules/x.yaml:1: expected valid YAML, found an error (Unresolved alias (the anchor must be set before the alias): keep)',
    ],
  ])('tells of %s: file, line, key, what was expected, what was found', (_, text, words) => {
    expect(ofSchedule(text)).toEqual([words]);
  });

  it('tells of everything that is wrong at once, each with its line', () => {
    expect(ofSchedule('kind: rplay\ncapture: [a]\narms:\n  - ruleset: one\n    builtins: maybe\n')).toEqual([
      'schedules/x.yaml:1: kind: expected replay, found "rplay". Did you mean "replay"?',
      'schedules/x.yaml:1: captures: expected a list, found nothing. Files, folders (with all subfolders) or globs; relative to the project folder.',
      'schedules/x.yaml:5: arms[0].builtins: expected true or false, found "maybe". Builtin rules in this arm; default: the ruleset\'s.',
      'schedules/x.yaml:2: capture: expected one of kind, captures, arms, baseline, engine, isolation, recorded, logs, found the unknown key "capture". Did you mean "captures"?',
    ]);
  });

  it('that is empty is told what it must hold', () => {
    expect(ofSchedule('').map(line => line.split(': ')[1])).toEqual(['kind', 'captures', 'arms']);
    expect(ofSchedule('# nothing\n')).toEqual(ofSchedule(''));
  });

  it('full of aliases of aliases is refused before it unfolds', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [one, two] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh', 'hi'])
      bomb.push(`${two}: &${two} [${new Array(9).fill(`*${one}`).join(', ')}]`);
    const before = process.memoryUsage().heapUsed;
    expect(ofSchedule(bomb.join('\n'))).toEqual([
      'schedules/x.yaml:1: expected valid YAML, found an error (Excessive alias count indicates a resource exhaustion attack)',
    ]);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('nested without end is refused in a few lines', () => {
    const complaints = ofSchedule('['.repeat(20_000));
    expect(complaints.length).toBeLessThanOrEqual(5);
    expect(complaints[0]).toMatch(/^schedules\/x\.yaml:1: expected valid YAML, found an error/);
  });

  it('may use an alias, and anchors are nothing but YAML', () => {
    const text =
      'kind: replay\ncaptures: &all [a]\narms:\n  - {ruleset: one, tweaks: &t "x = 1"}\nengine: {tweaks: *t}\n';
    const read = readDeclaration('x', text, scheduleSchema, readYaml);
    expect(read.ok && read.value.value.engine.tweaks).toBe('x = 1');
  });
});

describe('a ruleset', () => {
  const choice =
    'rulesets/x.yaml:1: source: expected exactly one of file, folder, archive, pulledpork3, download, url, manual, found';

  const advice =
    'Where the rules or addresses come from: one of file, folder, archive, pulledpork3, download, url, manual. Paths are relative to the project folder.';

  it.each([
    ['two sources', 'source:\n  file: a.rules\n  folder: rules\n', `${choice} file and folder`],
    [
      'no source',
      'policy: balanced\n',
      `rulesets/x.yaml:1: source: expected a source, or "rules: none" and no source, found nothing. ${advice}`,
    ],
    [
      'a source beside none',
      'rules: none\nsource: {file: a.rules}\n',
      `rulesets/x.yaml:2: source: expected a source, or "rules: none" and no source, found keys with values. ${advice}`,
    ],
    ['an empty source', 'source: {}\n', `${choice} keys with values. ${advice}`],
    ['a path in place of a source', 'source: a.rules\n', `${choice} "a.rules". ${advice}`],
    [
      'a misspelt kind of source',
      'source:\n  fodler: rules\n',
      'rulesets/x.yaml:2: source.fodler: expected one of file, folder, archive, pulledpork3, download, url, manual, found the unknown key "fodler". Did you mean "folder"?',
    ],
    [
      'a key beside the source that is none',
      'source:\n  file: a.rules\n  policy: balanced\n',
      'rulesets/x.yaml:3: source.policy: expected one of file, folder, archive, pulledpork3, download, url, manual, found the unknown key "policy"',
    ],
    [
      'a source of a wrong type',
      'source:\n  file: 7\n',
      'rulesets/x.yaml:2: source.file: expected text, found 7. A rules file; its includes are followed.',
    ],
    [
      'an empty path',
      'source:\n  archive: ""\n',
      'rulesets/x.yaml:2: source.archive: expected 1 or more characters, found "". A .tar.gz of rules, such as snort3-community-rules.tar.gz.',
    ],
    [
      'local rules that are no list',
      'source: {file: a.rules}\nlocal: mine.rules\n',
      'rulesets/x.yaml:2: local: expected a list, found "mine.rules". Rules files of your own, loaded after the others.',
    ],
  ])('tells of %s', (_, text, words) => {
    expect(ofRuleset(text)).toEqual([words]);
  });

  it.each(['file', 'folder', 'archive'])('has one source: a %s', kind => {
    const read = readDeclaration('x', `source: {${kind}: here}\n`, rulesetSchema, readYaml);
    expect(read.ok && read.value.value).toMatchObject({source: {[kind]: 'here'}, local: [], builtins: false});
  });
});
