import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {CLASSTYPES, descriptionsWith, priorityOf} from '../../harness/rules/classtypes.ts';
import {parseRule, type RuleFacts} from '../../harness/rules/parse-rule.ts';
import {normalText, optionsOf} from '../../harness/rules/rule-options.ts';
import {splitRules} from '../../harness/rules/split-rules.ts';
import {parseStates} from '../../harness/rules/states.ts';
import {need, SHARED} from '../rig/found.ts';
import {Rig} from '../rig/project.ts';
import {nastyFile} from './nasty.ts';

const defaults = ['/usr/local/etc/snort', '/etc/snort', '/opt/snort3/etc/snort']
  .map(folder => join(folder, 'snort_defaults.lua'))
  .find(path => existsSync(path));
const runs = need('snort', 'rules as Snort itself reads them') && defaults !== undefined;
if (!defaults) process.stderr.write('skipped: rules as Snort itself reads them: no snort_defaults.lua\n');
const archive = join(SHARED, 'rulesets', 'snort3-community-rules-2024-07-19.tar.gz');
const sharedRuns = need('shared', 'community rules as Snort itself reads them') && existsSync(archive);

const snort = process.env.RULETRIAL_SNORT ?? 'snort';

type Nasty = {readonly text: string; readonly rules: number};
let nasty: Nasty | undefined;

/** The nasty rules that this Snort can load. */
function loadable(): Nasty {
  nasty ??= whatLoads();
  return nasty;
}

/** `sd_pattern` is known only to a Snort that was built with Hyperscan. */
function whatLoads(): Nasty {
  const {text, wanted} = nastyFile();
  const rules = wanted.filter(({enabled}) => enabled).length;
  const modules = execFileSync(snort, ['--list-modules'], {encoding: 'utf8'});
  if (modules.split('\n').includes('sd_pattern')) return {text, rules};
  process.stderr.write('skipped: the nasty rule with sd_pattern: this Snort was built without Hyperscan\n');
  const lines = text.split('\n').filter(line => !line.includes('sd_pattern'));
  return {text: lines.join('\n'), rules: rules - 1};
}

/** A line of `snort --dump-rule-state`. */
interface State {
  readonly gid: number;
  readonly sid: number;
  readonly rev: number;
  readonly states: readonly {action: string; enable: string}[];
}

/** A line of `snort --dump-rule-meta`, as far as it is compared. */
interface Meta {
  readonly gid: number;
  readonly sid: number;
  readonly rev: number;
  readonly action: string;
  readonly proto?: string;
  readonly msg?: string;
  readonly classtype?: string;
  readonly priority: number;
  readonly services?: readonly string[];
  readonly references?: readonly {system: string; id: string}[];
  /** The rule as Snort writes it anew. */
  readonly rule: string;
}

/**
 * What Snort 3.11.1 makes of a service, found by asking it; all others stay alone. A rule that names no service gets the
 * one that its options are for: netbios-ssn for dce_iface and its like, all others of the community rules none.
 */
const MEANT: Readonly<Record<string, readonly string[]>> = {
  http: ['http', 'http2', 'http3'],
  'netbios-ssn': ['netbios-ssn', 'dcerpc'],
  file: ['netbios-ssn', 'dcerpc', 'ftp-data', 'http', 'http2', 'http3', 'imap', 'pop3', 'smtp', 'file'],
};

describe.runIf(runs)('Snort as the oracle of rules', () => {
  const rig = new Rig();
  afterAll(() => rig.remove());

  function dump<T>(text: string, option: '--dump-rule-meta' | '--dump-rule-state', more = ''): readonly T[] {
    rig.write('asked.rules', text);
    // without its default classtypes every classtype has priority 1
    rig.write('asked.lua', `dofile('${defaults}')\nclassifications = default_classifications\n${more}`);
    const said = execFileSync(snort, ['-c', 'asked.lua', '-R', 'asked.rules', option], {
      cwd: rig.root, // a path with a blank is two for Snort
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    const lines = said.split('\n').filter(line => line !== '');
    return lines.map(line => JSON.parse(line));
  }

  function expectAsSnort(text: string): readonly RuleFacts[] {
    const {statements, complaints} = splitRules(text);
    expect(complaints).toEqual([]);
    const texts = statements.filter(({enabled}) => enabled).map(statement => statement.text);
    const rules = texts.map(factsOf);
    const metas = dump<Meta>(text, '--dump-rule-meta');
    expect(texts.map(ofRule).sort(byId)).toEqual(metas.map(ofMeta).sort(byId));
    const anew = dump<Meta>(texts.map(normalText).join('\n'), '--dump-rule-meta');
    expect(anew.map(tight).sort()).toEqual(metas.map(tight).sort());
    const states = dump<State>(text, '--dump-rule-state');
    expect(states.map(ofState).sort()).toEqual(rules.map(rule => `${idOf(rule)} ${rule.action} yes`).sort());
    return rules;
  }

  it('agrees on the nasty rules', () => {
    const {text, rules} = loadable();
    expect(expectAsSnort(text)).toHaveLength(rules);
  });

  it('agrees on the nasty rules with CRLF', () => {
    // inside strings Snort keeps the CR, and so do we
    expectAsSnort(loadable().text.replaceAll('\n', '\r\n'));
  });

  it.runIf(sharedRuns)('agrees on every community rule', {timeout: 120_000}, () => {
    const text = execFileSync('tar', ['-xzOf', archive, 'snort3-community-rules/snort3-community.rules'], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    expect(expectAsSnort(text)).toHaveLength(4022);
  });

  it('has the classtypes of Snort, with their priorities and descriptions', () => {
    const lua = readFileSync(defaults ?? '', 'utf8');
    const table = lua.slice(lua.indexOf('default_classifications =')).split('\n}')[0] ?? '';
    const known = [...table.matchAll(/name = '([^']+)', priority = (\d+),\s+text = '([^']+)'/g)].map(
      ([, name, priority, text]) => [name, Number(priority), text],
    );
    const describe = descriptionsWith([]);
    expect(CLASSTYPES.map(name => [name, priorityOf(name), describe(name)]).sort()).toEqual(known.sort());
    expect(known).toHaveLength(38);
  });

  it('reads the same states', () => {
    const text = `# states\nblock ( gid:1; sid:1; enable; )\r\ndrop(gid:1;sid:2;enable:yes)
      alert ( sid:3; enable:no; ) block ( gid:1; sid:4; enable:inherit; ) alert ( gid:1; sid:1; enable:no; )
      alert tcp any any -> any any ( sid:6; enable; )`;
    const rules = [1, 2, 3, 4, 5, 6].map(sid => `alert tcp ( sid:${sid}; )`).join('\n');
    rig.write('asked.states', text);
    const found = dump<State>(rules, '--dump-rule-state', 'ips = { states = [[ include asked.states ]] }');
    const told = new Map(found.map(({sid, states}) => [sid, states[0]]));
    const {states, complaints} = parseStates(text);
    expect(complaints).toEqual([]);
    const last = new Map(states.map(state => [state.sid, state]));
    for (const {sid, action, enabled} of last.values())
      expect(told.get(sid)).toMatchObject({
        action,
        enable: (enabled ?? true) ? 'yes' : 'no', // Snort tells what it inherits
      });
    expect([...told.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

const idOf = ({gid, sid, rev}: {gid: number; sid: number; rev: number}): string => `${gid}:${sid}:${rev}`;
const byId = (a: {id: string}, b: {id: string}): number => (a.id < b.id ? -1 : 1);

const ofState = (state: State): string =>
  [idOf(state), ...state.states.flatMap(({action, enable}) => [action, enable])].join(' ');

function factsOf(text: string): RuleFacts {
  const parsed = parseRule(text);
  if ('reason' in parsed) throw new Error(`${parsed.reason}: ${text}`);
  return parsed.rule;
}

/** Snort keeps blanks within lists of the header and before the semicolon of a pcre; a normal text has none. */
const tight = ({rule}: Meta): string => rule.replace(/ (?=[;,])|(?<=,) /g, '');

function ofRule(text: string) {
  const rule = factsOf(text);
  const guessed = optionsOf(text).some(({name}) => name.startsWith('dce_')) ? ['netbios-ssn'] : [];
  const named = rule.services.length > 0 ? rule.services : guessed;
  const services = named.flatMap(service => MEANT[service] ?? [service]);
  return {
    id: idOf(rule),
    action: rule.action,
    proto: rule.header.split(' ')[0],
    msg: rule.msg,
    classtype: rule.classtype,
    priority: rule.priority,
    services: [...new Set(services)].sort(),
    references: rule.references
      .filter(({scheme}) => scheme !== 'mitre')
      .map(({scheme, id}) => `${scheme} ${id}`),
  };
}

/** Snort leaves out what a rule does not say, and writes schemes and ids of references as they stand there. */
function ofMeta(meta: Meta) {
  return {
    id: idOf(meta),
    action: meta.action,
    proto: meta.proto ?? '',
    msg: meta.msg ?? 'no msg in rule',
    classtype: meta.classtype ?? '',
    // where it dumps rules Snort learns a classtype that it does not know; in alerts it has no priority
    priority: meta.classtype && !CLASSTYPES.includes(meta.classtype) ? 0 : meta.priority,
    services: [...(meta.services ?? [])].sort(),
    references: (meta.references ?? []).map(
      ({system, id}) => `${system.toLowerCase()} ${system === 'cve' ? id.replace('CVE-', '') : id}`,
    ),
  };
}
