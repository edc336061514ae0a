import {describe, expect, it} from 'vitest';
import {mayCapture} from '../../harness/machine/capabilities.ts';
import {examine} from '../../harness/machine/examine.ts';
import {readMachine} from '../../harness/machine/linux/read-machine.ts';
import type {Check, MachineFacts} from '../../harness/machine/ports.ts';

const FACTS: MachineFacts = {
  node: '22.1.0',
  platform: 'linux',
  osId: 'debian',
  osName: 'Debian',
  snort: {
    found: {binary: 'snort', version: '3.11.1.0', defaults: '/x/snort.lua', daqModules: ['afpacket', 'pcap']},
  },
  pulledpork: '3.0.0.5',
  stateDir: '.ruletrial',
  freeBytes: 50e9,
  stateWritable: true,
  sqlite: '3.50.0',
  cores: 4,
  memoryAvailableBytes: 4e9,
  isRoot: true,
  mayCapture: true,
  tcpdump: '4.99.4',
  oinkcode: true,
  defaultInterface: 'ens18',
  reboot: {found: undefined, unreadable: []},
  lostFiles: [],
  tpot: undefined,
};

const checkOf = (name: string, changed: Partial<MachineFacts>): Check => {
  const found = examine({...FACTS, ...changed}).find(({check}) => check === name);
  if (!found) throw new Error(`no check ${name}`);
  return found;
};

describe('doctor', () => {
  it('has nothing to advise where all is there', () => {
    const checks = examine(FACTS);
    expect(checks.filter(({state}) => state !== 'good')).toEqual([]);
    expect(checks.flatMap(({advice}) => advice)).toEqual([]);
    expect(new Set(checks.map(({check}) => check)).size).toBe(checks.length);
  });

  it('says how to give the rights to capture, with the programs that are there', () => {
    const {state, advice} = checkOf('rights to capture', {
      isRoot: false,
      mayCapture: false,
      snort: {found: {binary: '/opt/snort/bin/snort', version: '3', defaults: '', daqModules: []}},
    });
    expect(state).toBe('note');
    expect(advice.join('\n')).toContain(
      'sudo setcap cap_net_raw,cap_net_admin=eip "$(readlink -f "$(command -v /opt/snort/bin/snort)")"',
    );
    expect(advice.join('\n')).toContain('$(command -v tcpdump)');
  });

  it('names files of snapshots that are gone, and what probably took them', () => {
    const lostFiles = ['a', 'b', 'c', 'd'].map(name => ({ruleset: 'lightspd', path: `rules/${name}.rules`}));
    const {state, found, advice} = checkOf('snapshots', {lostFiles});
    expect(state).toBe('bad');
    expect(found).toBe(
      'missing: rules/a.rules of lightspd, rules/b.rules of lightspd, rules/c.rules of lightspd and 1 more',
    );
    expect(advice.join('\n')).toContain('exclude .ruletrial from its scans');
    expect(advice.join('\n')).toContain('ruletrial snapshot take lightspd');
  });

  it('tells root in a container which rights it lacks', () => {
    expect(checkOf('rights to capture', {mayCapture: false}).advice.join()).toContain('--cap-add NET_RAW');
  });

  it.each([
    ['tcpdump', {tcpdump: undefined}, 'apt install tcpdump'],
    ['OINKCODE', {oinkcode: false}, 'export OINKCODE'],
    ['default interface', {defaultInterface: undefined}, 'ip link'],
    [
      'DAQ afpacket',
      {snort: {found: {binary: 'snort', version: '3', defaults: '', daqModules: ['pcap']}}},
      'sensor: {daq: pcap}',
    ],
  ])('says what to do about %s', (name, changed, words) => {
    const {state, advice} = checkOf(name, changed);
    expect(state).toBe('note');
    expect(advice.join()).toContain(words);
  });

  it('proposes slots five minutes after a nightly reboot', () => {
    const reboot = {found: {pattern: '57 23 * * *', zone: 'Europe/Berlin'}, unreadable: []};
    const {found, advice} = checkOf('nightly reboot', {reboot});
    expect(found).toBe('57 23 * * * (Europe/Berlin)');
    expect(advice).toEqual(['let slots begin just after it: "cron: 2 0 * * *" with "zone: Europe/Berlin"']);
  });

  it('does not say that there is no reboot when it may not look', () => {
    const reboot = {found: undefined, unreadable: ['/var/spool/cron/crontabs/root']};
    const {state, found} = checkOf('nightly reboot', {reboot});
    expect([state, found]).toEqual([
      'note',
      'unknown: this user has no permission to read /var/spool/cron/crontabs/root',
    ]);
  });

  it('never tells the oinkcode itself', async () => {
    const before = process.env.OINKCODE;
    process.env.OINKCODE = 'hush-9f2c';
    const facts = await readMachine('.').finally(() => {
      if (before === undefined) delete process.env.OINKCODE;
      else process.env.OINKCODE = before;
    });
    expect(facts.oinkcode).toBe(true);
    expect(JSON.stringify(facts)).not.toContain('hush');
  });
});

describe('rights to capture', () => {
  const status = (eff: string, amb: string) => `Name:\tx\nCapEff:\t${eff}\nCapAmb:\t${amb}\n`;
  const NONE = '0000000000000000';

  it.each([
    ['of root are the effective ones', status('000001ffffffffff', NONE), true, true],
    ['of root in a container may lack NET_ADMIN', status('00000000a80425fb', NONE), true, false],
    ['of others are the ambient ones', status('0000000000003000', NONE), false, false],
    ['of others with both ambient suffice', status(NONE, '0000000000003000'), false, true],
    ['need both', status(NONE, '0000000000002000'), false, false],
    ['are unknown where nothing is told', 'Name:\tx\n', true, undefined],
  ])('%s', (_, text, isRoot, may) => expect(mayCapture(text, isRoot)).toBe(may));
});
