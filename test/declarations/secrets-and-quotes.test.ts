import {describe, expect, it} from 'vitest';
import type {z} from 'zod';
import {declarationFailures} from '../../harness/declarations/failures.ts';
import {hideSecrets} from '../../harness/declarations/hide-secrets.ts';
import {liveScheduleSchema} from '../../harness/declarations/live-schedule.ts';
import {readDeclaration} from '../../harness/declarations/read-declaration.ts';
import {rulesetSchema} from '../../harness/declarations/ruleset.ts';
import {scheduleSchema} from '../../harness/declarations/schedule.ts';
import {readYaml} from '../../harness/declarations/yaml/read-yaml.ts';

function messageOf(schema: z.ZodType, text: string): string {
  const read = readDeclaration('x.yaml', text, schema, readYaml);
  if (read.ok) throw new Error(`read as ${JSON.stringify(read.value.value)}`);
  if (read.failure.kind !== 'declaration-invalid') throw new Error(read.failure.kind);
  return `${declarationFailures['declaration-invalid'].say(read.failure)} ${JSON.stringify(read.failure)}`;
}

const REPLAY = 'kind: replay\ncaptures: [c]\narms: [{ruleset: a}]\n';
const LIVE = 'kind: rotating\nevery: 24h\narms: [{ruleset: a}]\n';
const OINKCODE = 'abcdef0123456789abcdef0123456789abcdef01';

describe('a secret in a declaration is not shown', () => {
  it.each([
    ['in place of its variable', `source: {download: registered}\noinkcode: ${OINKCODE}\n`],
    ['in capitals', `source: {download: registered}\noinkcode: "${OINKCODE.toUpperCase()}X "\n`],
    ['short, in place of its variable', 'source: {download: registered}\noinkcode: "hunter2"\n'],
    ['in another key', `source: {download: ${OINKCODE}}\n`],
    ['as a key', `source: {download: registered}\n${OINKCODE}: x\n`],
    ['in a broken line', `source: {download: registered\noinkcode ${OINKCODE}\n`],
    ['as an alias', `source: *${OINKCODE}\n`],
    ['in an address', `source: {url: "https://me:hunter2@lists.example/l.txt"}\n`],
    ['in the query of an address', `source: {file: "https://lists.example/l.txt?key=hunter2", folder: x}\n`],
  ])('%s', (_, text) => {
    const words = messageOf(rulesetSchema, text);
    expect(words).not.toMatch(/abcdef0123456789|hunter2/i);
  });

  it.each(['url_variable', 'token_variable'])('in place of the name of a variable: %s', key => {
    const webhook = 'https://hooks.example/services/T0/B0/hunter2';
    const other = key === 'url_variable' ? '' : ', url_variable: HOOK';
    const words = messageOf(liveScheduleSchema, `${LIVE}notify: {${key}: "${webhook}"${other}}\n`);
    expect(words).not.toContain('hunter2');
    expect(words).toContain('the name of an environment variable');
  });

  it('and what is none stays as it was written', () => {
    for (const text of [
      'snortrules-snapshot-31470.tar.gz',
      'https://lists.example/drop.txt',
      'rulesets/rules/my-own-rules-of-2026.rules',
      'not port 64297 and not port 64295',
      'any_very_long_name_without_a_digit_in_it',
    ])
      expect(hideSecrets(text)).toBe(text);
    expect(hideSecrets('https://a.example/x?token=1#y')).toBe('https://a.example/x?<hidden>');
    expect(hideSecrets('id 123e4567-e89b-12d3-a456-426614174000.')).toBe('id <hidden>.');
  });
});

describe('a value that YAML reads as something else gives the advice to quote it', () => {
  it.each([
    ['external_net', '!$HOME_NET', '!$HOME_NET'],
    ['external_net', '!$HOME_NET # all others', '!$HOME_NET'],
    ['home_net', '!10.0.0.0/8', '!10.0.0.0/8'],
    ['home_net', '[10.0.0.0/8,192.168.0.0/16]', '[10.0.0.0/8,192.168.0.0/16]'],
    ['home_net', '[ 10.0.0.0/8, 192.0.2.7 ]', '[10.0.0.0/8,192.0.2.7]'],
  ])('%s: %s', (key, written, quoted) => {
    const words = messageOf(scheduleSchema, `${REPLAY}engine:\n  ${key}: ${written}\n`);
    expect(words).toMatch(/^x\.yaml:5: /);
    expect(words).toContain(`Put it in quotes: ${key}: "${quoted}"`);
  });

  it('within braces, and in any other key', () => {
    expect(
      messageOf(scheduleSchema, `${REPLAY}engine: {external_net: !$HOME_NET, checksums: true}\n`),
    ).toContain('Put it in quotes: external_net: "!$HOME_NET"');
    expect(messageOf(liveScheduleSchema, `${LIVE}sensor:\n  filter: !tcp port 80\n`)).toContain(
      'x.yaml:5: filter: expected text in quotes, since YAML reads "!" as the beginning of a tag, found !tcp port 80',
    );
  });

  it('and is read once it is', () => {
    const text = `${REPLAY}engine: {external_net: "!$HOME_NET", home_net: "[10.0.0.0/8,192.0.2.7]"}\n`;
    const read = readDeclaration('x.yaml', text, scheduleSchema, readYaml);
    expect(read.ok && read.value.value.engine).toMatchObject({
      external_net: '!$HOME_NET',
      home_net: '[10.0.0.0/8,192.0.2.7]',
    });
  });
});

describe('where several kinds of values may stand', () => {
  const source = 'source: {file: a.rules}\n';
  it.each([
    ['allow: ["::1/129"]', 'allow[0]: expected an address or a network such as 192.0.2.0/24'],
    ['disable: 5', 'disable: expected a list of entries, or the path of a file'],
    ['enable: {a: 1}', 'enable: expected a list of entries, or the path of a file'],
    ['modify: [a]', 'modify: expected a list of rules, from and to, or the path of a file'],
    ['column: [1]', 'column: expected the number or the name of a column'],
    ['variables: {C: [1]}', 'variables.C: expected addresses or ports, as text'],
    ['variables: {A-B: x}', 'variables.A-B: expected a name of letters, digits and "_"'],
    ['classifications: 5', 'classifications: expected priorities by classtype'],
    ['classifications: {a: x}', 'classifications: expected priorities by classtype'],
    ['classifications: {"a b": 1}', 'expected '],
  ])('the message names them: %s', (text, expected) => {
    const words = messageOf(rulesetSchema, `${source}${text}\n`);
    expect(words).toContain(`x.yaml:2: `);
    expect(words).toContain(expected);
    expect(words).not.toMatch(/one of ,|Invalid/);
  });
});
