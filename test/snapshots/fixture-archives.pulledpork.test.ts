import {spawnSync} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it, vi} from 'vitest';
import {
  DEFECT_RULES,
  DROPPED_BY_PULLEDPORK,
  WRONG_REV_BY_PULLEDPORK,
} from '../fixtures/archives/defect-rules.ts';
import {
  LIGHTSPD_KEY,
  LIGHTSPD_NAME,
  LIGHTSPD_POLICIES,
  lightspdMembers,
  lightspdModules,
} from '../fixtures/archives/lightspd.ts';
import {type ArchiveRule, enabledIn, POLICIES, type Policy} from '../fixtures/archives/policies.ts';
import {REGISTERED_NAME, registeredMembers} from '../fixtures/archives/registered.ts';
import {BUILTIN_RULES, BUILTINS_ENABLED, SO_ENABLED, SO_RULES} from '../fixtures/archives/stub-rules.ts';
import {TEXT_ENABLED, TEXT_RULES} from '../fixtures/archives/text-rules.ts';
import {type Member, writeArchive} from '../fixtures/archives/write-archive.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';
import {need, pulledPork} from '../rig/found.ts';

// processes are started one after another: on a busy machine that takes its time
vi.setConfig({testTimeout: 120_000, hookTimeout: 240_000});

const runs = need('pulledpork', 'the archives of the fixtures in real PulledPork3');

interface Pulled {
  /** gid:sid:rev of every rule it wrote, and of those it enabled, sorted. */
  readonly all: readonly string[];
  readonly enabled: readonly string[];
  readonly told: string;
  readonly folder: string;
}

function pull(name: string, members: readonly Member[], policy: Policy, more: string[] = []): Pulled {
  const folder = tempFolder();
  mkdirSync(join(folder, 'so'));
  const lines = [
    'community_ruleset = true',
    'oinkcode =',
    'rule_mode = simple',
    `ips_policy = ${policy}`,
    `rule_path = ${join(folder, 'pulled.rules')}`,
    'snort_version = 3.11.1.0',
    `temp_path = ${folder}`,
    'ignored_files = includes.rules, snort3-deleted.rules',
    'include_disabled_rules = true',
    ...more.map(line => line.replace('FOLDER', folder)),
  ];
  writeFileSync(join(folder, 'pulledpork.conf'), `${lines.join('\n')}\n`);
  const archive = writeArchive(folder, name, members);
  const script = pulledPork() ?? '';
  const args = [script, '-vv', '-c', join(folder, 'pulledpork.conf'), '-f', archive];
  const {status, stdout, stderr} = spawnSync('python3', args, {encoding: 'utf8'});
  if (status !== 0) throw new Error(`${status}: ${stdout}\n${stderr}`);
  const written = readFileSync(join(folder, 'pulled.rules'), 'utf8').split('\n');
  const rules = written.filter(line => /^(# )?alert /.test(line));
  return {
    all: rules.map(key).sort(),
    enabled: rules
      .filter(line => !line.startsWith('#'))
      .map(key)
      .sort(),
    told: stdout,
    folder,
  };
}

const key = (line: string): string =>
  ['gid', 'sid', 'rev']
    .map(name => new RegExp(`\\b${name}:(\\d+);`).exec(line)?.[1] ?? (name === 'gid' ? 1 : 0))
    .join(':');

const keysOf = (rules: readonly ArchiveRule[]): readonly string[] =>
  rules.map(({gid, sid, rev}) => `${gid}:${sid}:${rev}`).sort();

const ARCHIVES = [
  {name: REGISTERED_NAME, members: registeredMembers},
  {name: LIGHTSPD_NAME, members: lightspdMembers},
];

describe.runIf(runs).each(ARCHIVES)('$name of the fixtures in real PulledPork3', ({name, members}) => {
  it.each(POLICIES)('gives every rule, and enables those of %s', policy => {
    const rules = [...TEXT_RULES, ...BUILTIN_RULES];
    const pulled = pull(name, members(), policy);
    expect(pulled.all).toEqual(keysOf(rules));
    expect(pulled.enabled).toEqual(keysOf(enabledIn(rules, policy)));
  });

  it('gives the stubs too when it is told of a distribution, and the object of that one', () => {
    const more = ['sorule_path = FOLDER/so', 'distro = ubuntu-x64'];
    const rules = [...TEXT_RULES, ...BUILTIN_RULES, ...SO_RULES];
    const pulled = pull(name, members(), 'security', more);
    expect(pulled.all).toEqual(keysOf(rules));
    expect(pulled.enabled).toEqual(keysOf(enabledIn(rules, 'security')));
    const {security} = TEXT_ENABLED;
    const sum = security + BUILTINS_ENABLED.security + SO_ENABLED.security;
    expect(pulled.told).toContain(`Rules(loaded:${rules.length}, enabled:${sum},`);
    const right = members().find(({path}) =>
      [lightspdModules('ubuntu-x64'), 'so_rules/precompiled/ubuntu-x64'].some(folder =>
        path.startsWith(`${folder}/`),
      ),
    );
    expect(readFileSync(join(pulled.folder, 'so', 'protocol-candle.so'), 'utf8')).toBe(right?.content);
  });

  it('with defects lacks the rules that it drops, and has one at the wrong revision', () => {
    const rules = [...TEXT_RULES, ...BUILTIN_RULES, ...DEFECT_RULES];
    const pulled = pull(name, members({withDefects: true}), 'balanced');
    const lost = (from: readonly string[], of: readonly ArchiveRule[]): readonly string[] =>
      keysOf(of).filter(one => !from.includes(one));
    const {key: wrong, right, taken} = WRONG_REV_BY_PULLEDPORK;
    const missing = [
      ...DEFECT_RULES.map(({gid, sid, rev}) => `${gid}:${sid}:${rev}`).filter(one =>
        DROPPED_BY_PULLEDPORK.some(dropped => one.startsWith(`${dropped}:`)),
      ),
      `${wrong}:${right}`,
    ];
    expect(missing).toHaveLength(4);
    expect(lost(pulled.all, rules)).toEqual(missing);
    expect(lost(pulled.enabled, enabledIn(rules, 'balanced'))).toEqual(missing);
    expect(pulled.all.filter(one => !keysOf(rules).includes(one))).toEqual([`${wrong}:${taken}`]);
    expect(pulled.enabled).toContain(`${wrong}:${taken}`);
    expect(pulled.told).toContain(`loaded:${rules.length - DROPPED_BY_PULLEDPORK.length},`);
  });
});

describe.runIf(runs)('the manifest of the LightSPD fixture', () => {
  it('leads real PulledPork3 to the newest version that is not newer than Snort', () => {
    const more = ['sorule_path = FOLDER/so', 'distro = debian-x64'];
    const {told} = pull(LIGHTSPD_NAME, lightspdMembers(), 'balanced', more);
    expect(told).toContain(`Using snort version ${LIGHTSPD_KEY} from lightSPD manifest file`);
    const folder = LIGHTSPD_POLICIES.replace('lightspd/', '');
    expect(told).toContain(
      `policies_path from lightSPD Manifest file for snort ${LIGHTSPD_KEY} is:  ${folder}/`,
    );
  });
});
