import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {EngineSettings} from '../../harness/domain/trial.ts';
import {configDigest, configText, detectionArguments} from '../../harness/engine/config-text.ts';
import {eventQueueOf} from '../../harness/engine/event-queue.ts';

const settings: EngineSettings = {
  builtins: false,
  homeNet: 'any',
  externalNet: 'any',
  checksums: false,
  tweaks: '',
};

/** Reads one Lua string literal in single quotes (Lua 5.1 manual, 2.1); gives its value and what follows it. */
function readLua(text: string): {value: string; rest: string} {
  if (text[0] !== "'") throw new Error(`no string: ${text.slice(0, 20)}`);
  let value = '';
  for (let at = 1; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === "'") return {value, rest: text.slice(at + 1)};
    if (letter === '\n' || letter === '\r') throw new Error('unfinished string');
    if (letter !== '\\') {
      value += letter;
      continue;
    }
    at += 1;
    const named = {n: '\n', r: '\r', '\\': '\\', "'": "'"}[text[at] ?? ''];
    if (named === undefined) throw new Error(`escape ${text[at]}`);
    value += named;
  }
  throw new Error('unfinished string');
}

describe('the configuration', () => {
  it('includes the defaults, sets the networks and their derivates, logs as JSON, and ends with the tweaks', () => {
    const text = configText(
      {...settings, homeNet: '192.0.2.0/24', builtins: true, tweaks: 'x = 1'},
      {defaults: '/etc/snort.lua', rules: '/rules'},
    );
    const lines = text.split('\n');
    expect(lines[0]).toBe("include '/etc/snort.lua'");
    expect(lines).toContain("default_variables.nets.HOME_NET = '192.0.2.0/24'");
    expect(lines).toContain("default_variables.nets.HTTP_SERVERS = '192.0.2.0/24'");
    expect(lines).toContain("default_variables.nets.EXTERNAL_NET = 'any'");
    expect(lines).toContain('ips = { variables = default_variables, enable_builtin_rules = true }');
    expect(lines.filter(line => line.startsWith('alert_json'))).toHaveLength(1);
    expect(lines.at(-2)).toBe('x = 1');
  });

  it("beside an archive's own extends its tables, adds states of local rules, and allows stubs without programs when SO rules are skipped", () => {
    const own = {...settings, ownConfig: 'lightspd/policies/x/balanced.lua', tweaks: 'x = 1'};
    const lines = configText(own, {defaults: '/etc/snort.lua', rules: '/rules'}).split('\n');
    expect(lines.filter(line => /^(ips|detection|include)\b/.test(line))).toEqual([
      'ips.variables = default_variables',
      "ips.states = (ips.states or '') .. '\\ninclude local.states\\n'",
    ]);
    expect(lines.at(-2)).toBe('x = 1');
    const skipped = configText({...own, soSkipped: true}, {defaults: '', rules: ''}).split('\n');
    expect(skipped.filter(line => line.startsWith('detection'))).toEqual([
      'detection = detection or {}',
      'detection.allow_missing_so_rules = true',
    ]);
    expect(configDigest(own)).not.toBe(configDigest({...own, soSkipped: true}));
  });

  it('asks for seconds first, and for no field twice', () => {
    const fields =
      /fields = '([^']+)'/.exec(configText(settings, {defaults: 'x', rules: ''}))?.[1]?.split(' ') ?? [];
    expect(fields[0]).toBe('seconds');
    expect(new Set(fields).size).toBe(fields.length);
    for (const field of ['rule', 'msg', 'iface', 'pkt_num', 'timestamp']) expect(fields).toContain(field);
  });

  it('keeps any path and any network within its string: quotes, backslashes and line breaks do not end it', () => {
    const hostile = fc.oneof(
      fc.string({unit: 'grapheme'}),
      fc
        .array(fc.constantFrom("'", '\\', '\n', '\r', '"', ']]', '--', 'a', ' ', "\\'"), {maxLength: 12})
        .map(parts => parts.join('')),
    );
    fc.assert(
      fc.property(hostile, hostile, hostile, (defaults, homeNet, externalNet) => {
        const text = configText({...settings, homeNet, externalNet}, {defaults, rules: ''});
        const include = readLua(text.slice('include '.length));
        expect(include.value).toBe(defaults);
        let rest = include.rest;
        for (const name of ['HOME_NET', 'DNS_SERVERS']) {
          const begin = `\ndefault_variables.nets.${name} = `;
          expect(rest.startsWith(begin)).toBe(true);
          const home = readLua(rest.slice(begin.length));
          expect(home.value).toBe(homeNet);
          rest = home.rest;
        }
        const at =
          text.lastIndexOf('default_variables.nets.EXTERNAL_NET = ') +
          'default_variables.nets.EXTERNAL_NET = '.length;
        const external = readLua(text.slice(at));
        expect(external.value).toBe(externalNet);
        expect(external.rest.startsWith('\nips = ')).toBe(true);
      }),
      {numRuns: 500},
    );
  });
});

describe('the event queue', () => {
  const place = {defaults: '/etc/snort.lua', rules: '/rules'};
  const ALL = 'event_queue = { max_queue = 1024, log = 1024, process_all_events = true }';

  it('logs every event where that is wanted, and stays that of Snort otherwise', () => {
    const text = configText({...settings, events: 'all'}, place);
    expect(text).toContain(ALL);
    expect(text).toContain('search_engine.max_queue_events = 100');
    expect(configText(settings, place)).not.toContain('event_queue');
    expect(eventQueueOf({...settings, events: 'all'})).toBe('all');
    expect(eventQueueOf(settings)).toBe('snort');
  });

  it("of a user's own tweaks comes last, and so wins", () => {
    const tweaks = 'event_queue = { log = 2 }';
    const lines = configText({...settings, events: 'all', tweaks}, place).split('\n');
    expect(lines.indexOf(ALL)).toBeGreaterThan(0);
    expect(lines.indexOf(tweaks)).toBeGreaterThan(lines.indexOf(ALL));
    expect(eventQueueOf({events: 'all', tweaks})).toBe('tweaks');
    expect(eventQueueOf({events: 'all', tweaks: "event_queue['log'] = 5"})).toBe('tweaks');
  });

  it('is not changed by a comment about it', () => {
    for (const tweaks of [
      '-- event_queue = { log = 2 }',
      'x = 1 -- event_queue',
      '--[[ event_queue\n= {} ]]',
      '--[==[ event_queue ]] ]==]',
      'my_event_queue = 1',
    ])
      expect(eventQueueOf({events: 'all', tweaks})).toBe('all');
    expect(eventQueueOf({events: 'all', tweaks: '-- why\nevent_queue = {}'})).toBe('tweaks');
  });
});

describe('the digest of a configuration', () => {
  it('is the same wherever Snort is installed, and another for every setting that changes detection', () => {
    const all: EngineSettings[] = [
      settings,
      {...settings, builtins: true},
      {...settings, homeNet: '192.0.2.0/24'},
      {...settings, externalNet: '!$HOME_NET'},
      {...settings, checksums: true},
      {...settings, tweaks: 'x = 1'},
      {...settings, events: 'all'},
      {...settings, policy: 'balanced'},
      {...settings, policy: 'security'},
    ];
    const digests = all.map(configDigest);
    expect(new Set(digests).size).toBe(all.length);
    expect(digests).toEqual(structuredClone(all).map(configDigest));
    expect(digests.every(digest => /^[0-9a-f]{64}$/.test(digest))).toBe(true);
  });

  it('does not mistake tweaks for arguments', () => {
    expect(configDigest({...settings, checksums: true, tweaks: '\n-k\nnone'})).not.toBe(
      configDigest(settings),
    );
  });

  it('stands for arguments that name no path', () => {
    expect(detectionArguments(settings)).toEqual(['-k', 'none', '-s', '65535', '-U']);
    expect(detectionArguments({...settings, checksums: true, policy: 'max-detect'})).toEqual([
      ...['-s', '65535'],
      '-U',
      '--metadata-filter',
      'max-detect-ips',
    ]);
  });

  it('rolls alert logs over at a size where that is asked for, and its digest knows nothing of it', () => {
    const places = {defaults: 'snort.lua', rules: ''};
    expect(configText(settings, places)).toContain('alert_json = { file = true, limit = 0, ');
    expect(configText(settings, places, 64)).toContain('alert_json = { file = true, limit = 64, ');
    expect(configText(settings, places, 64).replace('limit = 64', 'limit = 0')).toBe(
      configText(settings, places),
    );
  });
});
