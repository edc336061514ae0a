import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {declarationFailures} from '../../harness/declarations/failures.ts';
import {liveScheduleSchema} from '../../harness/declarations/live-schedule.ts';
import {readDeclaration} from '../../harness/declarations/read-declaration.ts';
import {readYaml} from '../../harness/declarations/yaml/read-yaml.ts';

const GOOD = 'kind: rotating\narms: [{ruleset: one}]\n';

const read = (text: string) => readDeclaration('s.yaml', text, liveScheduleSchema, readYaml);

/** The words of what is wrong with these lines, beside kind and arms. */
function complaintsOf(lines: string): string[] {
  const found = read(`${GOOD}${lines}\n`);
  if (found.ok) throw new Error(`read as ${JSON.stringify(found.value.value)}`);
  if (found.failure.kind !== 'declaration-invalid') throw new Error(found.failure.kind);
  return declarationFailures['declaration-invalid'].say(found.failure).split('\n');
}

describe('a live schedule', () => {
  it('that says only what it must is filled up with the defaults', () => {
    const found = read(`${GOOD}every: 24h\n`);
    expect(found.ok && found.value.value).toEqual({
      kind: 'rotating',
      sensor: {interface: 'auto', daq: 'afpacket', threads: 1},
      arms: [{ruleset: 'one'}],
      every: 86_400_000,
      zone: 'UTC',
      rotations: 10,
      order: 'random',
      warm_up: 60_000,
      snapshots: 'refresh',
      prepare_before: 1_800_000,
      ready_within: 120_000,
      on_failure: 'last-good',
      load: {every: 10_000, processes: []},
      min_free: 2_000_000_000,
      engine: {home_net: 'any', external_net: 'any', checksums: false, events: 'all', tweaks: ''},
      logs: 'compress',
    });
  });

  it('takes a cron pattern in a zone, a ring and its filter', () => {
    const found = read(
      `${GOOD}cron: 5 3 * * 1-5\nzone: Europe/Berlin\nrecord: {ring: 1.5GiB, filter: not port 22}\nthen: replay\n`,
    );
    expect(found.ok && found.value.value).toMatchObject({
      cron: '5 3 * * 1-5',
      zone: 'Europe/Berlin',
      record: {ring: 1_610_612_736, snaplen: 262_144, exclude_ports: [64_294, 64_295, 64_297, 64_305]},
    });
  });

  it('may have slots of seconds where captures are read', () => {
    expect(read(`${GOOD}every: 4s\nwarm_up: 0s\nsensor: {play: [captures]}\nthen: replay\n`).ok).toBe(true);
  });

  it.each([
    ['every: 20s', 'every: expected 1 minute or more, found "20s"'],
    ['every: 0s', 'every: expected 1 minute or more, found "0s"'],
    ['every: 20', 'every: expected text, found 20'],
    ['every: 24 h', 'every: expected a span such as 24h, 90m or 60s, found "24 h"'],
    ['every: 400d', 'every: expected at most 366d, found "400d"'],
    ['rotations: 2', 'every: expected every or cron: when slots begin, found nothing'],
    ['every: 24h\ncron: 5 3 * * *', 'cron: expected no cron together with every, found "5 3 * * *"'],
    ['cron: 5 3 * *', 'cron: expected five fields (minute, hour, day of month, month, weekday) such as'],
    ['cron: 5 25 * * *', 'cron: expected five fields'],
    ['cron: 0 5 3 * * *', 'cron: expected five fields'],
    ['cron: "? 3 * * *"', 'cron: expected five fields'],
    ['cron: 0 0 30 2 *', 'cron: expected a pattern that matches some day, found "0 0 30 2 *"'],
    [
      'every: 24h\nzone: Europe/Berln',
      'zone: expected a time zone such as Europe/Berlin or UTC, found "Europe/Berln"',
    ],
    ['every: 24h\nstart: tomorrow', 'start: expected a time with its zone, such as 2026-06-01T00:05:00Z'],
    ['cron: 5 3 * * *\nstart: 2026-06-01T00:05:00Z', 'start: expected no start together with cron'],
    ['every: 24h\nwarm_up: 24h', 'warm_up: expected less than every (default: 60s), found "24h"'],
    ['every: 24h\nready_within: 0s', 'ready_within: expected 1 second or more, found "0s"'],
    ['every: 24h\nload: {every: 0s}', 'load.every: expected 1 second or more, found "0s"'],
    ['every: 24h\nload: {every: 2m}', 'load.every: expected at most 1 minute, found "2m"'],
    [
      'cron: "*/5 * * * *"\nwarm_up: 10m',
      'warm_up: expected less than the shortest slot of cron (default: 60s), found "10m"',
    ],
    ['every: 24h\norder: williams\nseed: 7', 'seed: expected no seed unless order is random, found 7'],
    [
      'every: 5s\nwarm_up: 0s\nsensor: {play: [x], interface: eth1}',
      'sensor: expected no interface, daq, filter or threads together with play',
    ],
    [
      'every: 5s\nwarm_up: 0s\nsensor: {play: [x]}\nrecord: {ring: 1GB}',
      'record: expected no record together with play',
    ],
    ['every: 24h\nthen: replay', 'then: expected record to be set as well, found "replay"'],
    ['every: 24h\norder: randm', 'order: expected one of random, declared, williams, found "randm"'],
    ['every: 24h\nmin_free: 2gb', 'min_free: expected a size such as 20GB or 512MiB, found "2gb"'],
    ['every: 24h\nrecord: {ring: 0GB}', 'record.ring: expected 1MB or more, found "0GB"'],
    ['every: 24h\nrecord: {}', 'record.ring: expected text, found nothing'],
    [
      'every: 24h\nsensor: {interface: eth0/1}',
      'sensor.interface: expected the name of a network interface, such as eth0, found "eth0/1"',
    ],
    ['every: 24h\nsensor: {threads: 1.5}', 'sensor.threads: expected a whole number, found 1.5'],
    [
      'every: 24h\nnotify: {url_variable: "https://hook.example/x"}',
      'notify.url_variable: expected the name of an environment variable, such as RULETRIAL_WEBHOOK',
    ],
    [
      `every: 24h\nload: {processes: [${Array.from({length: 51}, (_, n) => `p${n}`).join(', ')}]}`,
      'load.processes: expected at most 50 entries, found a list',
    ],
  ])('with %j is told in one line what is wrong', (lines, words) => {
    const found = complaintsOf(lines);
    expect(found).toHaveLength(1);
    const line = 2 + lines.split('\n').length;
    expect(found[0]).toContain(`s.yaml:${lines === 'rotations: 2' ? 1 : line}: ${words}`);
  });

  it('knows a misspelt key, and the nearest one', () => {
    expect(complaintsOf('evry: 24h')[0]).toMatch(/^s\.yaml:3: evry: .* Did you mean "every"\?$/);
  });
});

describe('the shipped schedule', () => {
  it('is taken as it stands', () => {
    const text = readFileSync(join(import.meta.dirname, '../../schedules/daily.yaml'), 'utf8');
    expect(read(text)).toMatchObject({ok: true});
  });
});
