import {afterAll, describe, expect, it} from 'vitest';
import {Rig} from '../rig/project.ts';

const rig = new Rig();
afterAll(() => rig.remove());

describe('a command line with something missing or too much', () => {
  it.each([
    [
      ['report', 'x', '--format', 'pdf'],
      '--format: expected terminal, markdown, html, csv, json or all, found "pdf"',
    ],
    [
      ['fired', 'x', '--by', 'rule'],
      '--by: expected protocol, source, port, action, class or hour, found "rule"',
    ],
    [['fired', 'x', '--part'], '--part: expected live or same-traffic, found nothing'],
    [['fired', 'x', '--top'], '--top: expected a value'],
    [['fired', 'x', '--text', '--arm', 'a'], '--text: expected a value'],
    [['report', 'x', '--format', 'csv', '--out'], '--out: expected a value'],
    [['trial', 'list', '--state-dir'], '--state-dir: expected a value'],
    [['fired', 'x', '--arm', 'a', '--arm', 'b'], '--arm is given more than once'],
    [['fired', 'x', '--by=port', '--by', 'hour'], '--by is given more than once'],
    [['ingest', 'log', '--trial', 'x'], 'expected --arm'],
    [['ingest', 'log'], 'expected --trial and --arm'],
    [
      ['fired', 'x', '--arm', 'a', '--only-arm', 'b'],
      '--arm and --only-arm exclude each other: give one of them',
    ],
    [['report'], 'expected report <trial>'],
    [['trial', 'list', 'x'], 'more words than expected: x'],
    [['trial', 'run'], 'expected trial run <schedule>'],
  ])('%j is one clear line', async (words, complaint) => {
    const done = await rig.ask(words);
    const [first = '', ...rest] = words;
    const command = first === 'trial' ? `trial ${rest[0]}` : first;
    expect([done.exit, done.stdout, done.stderr]).toEqual([
      2,
      '',
      `ruletrial: ${complaint}. See: ruletrial ${command} --help\n`,
    ]);
  });

  it('takes several values of an option that is a list', async () => {
    const done = await rig.ask(['trial', 'replay', 'x', '--arm', 'a', '--arm', 'b']);
    expect(done.stderr).toContain('no trial "x"');
  });

  it('takes an empty value that is given as one', async () => {
    const done = await rig.ask(['fired', 'x', '--text', '']);
    expect(done.stderr).toContain('no trial "x"');
  });
});
