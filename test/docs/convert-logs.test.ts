import {execFileSync} from 'node:child_process';
import {describe, expect, it} from 'vitest';
import {bytesOf} from '../fixtures/logs.ts';
import {utc} from '../fixtures/trials.ts';
import {readDoc} from './markdown.ts';

/** The sed script of docs/commands.md. */
const script = /sed -nE '([^']+)' alert_fast\.txt/.exec(readDoc('docs/commands.md'))?.[1] ?? '';

const convert = (lines: readonly string[]): readonly string[] =>
  execFileSync('sed', ['-nE', script], {input: `${lines.join('\n')}\n`, encoding: 'utf8'})
    .trimEnd()
    .split('\n');

describe('docs/commands.md', () => {
  it('makes alert_json of alert_fast', () => {
    const converted = convert([
      '11/14-22:13:20.000001 [**] [1:1000001:2] "say "hi" now" [**] [Classification: Misc activity] [Priority: 3] {TCP} 198.51.100.7:40000 -> 192.0.2.1:80',
      '23/11/14-22:13:21.000001 [**] [116:434:1] "(icmp4) ping" [**] [Priority: 3] {ICMP} 2001:db8::7 -> 2001:db8::1',
      'no alert at all',
    ]);
    expect(converted.map(line => utc.parse(bytesOf(line)))).toMatchObject([
      {record: {gid: 1, sid: 1_000_001, rev: 2, msg: 'say "hi" now', src: '198.51.100.7', dst: '192.0.2.1'}},
      {
        record: {
          at: Date.parse('2023-11-14T22:13:21Z') * 1000 + 1,
          gid: 116,
          msg: '(icmp4) ping',
          src: '2001:db8::7',
        },
      },
    ]);
  });
});
