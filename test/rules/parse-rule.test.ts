import {describe, expect, it} from 'vitest';
import {parseRule, type RuleFacts} from '../../harness/rules/parse-rule.ts';

function factsOf(text: string): RuleFacts {
  const parsed = parseRule(text);
  if ('reason' in parsed) throw new Error(parsed.reason);
  return parsed.rule;
}

describe('parseRule', () => {
  it('reads all facts of a rule', () => {
    const text = `alert  tcp $EXTERNAL_NET any -> $HOME_NET [80, 81] ( msg:"A \\"b\\""; flow:to_server; service:http,smtp;
      metadata: policy max-detect-ips drop, policy security-ips alert , ruleset  community, policy other-ips drop;
      reference:CVE,CVE-2021-44228; reference:url,attack.mitre.org/techniques/T1059/001; gid:1; classtype:web-application-attack;
      sid:58722; rev:3; )`;
    expect(factsOf(text)).toEqual({
      gid: 1,
      sid: 58722,
      rev: 3,
      action: 'alert',
      header: 'tcp $EXTERNAL_NET any -> $HOME_NET [80,81]',
      msg: 'A "b"',
      classtype: 'web-application-attack',
      priority: 1,
      references: [
        {scheme: 'cve', id: '2021-44228'},
        {scheme: 'url', id: 'attack.mitre.org/techniques/T1059/001'},
        {scheme: 'mitre', id: 'T1059.001'},
      ],
      metadata: [
        'policy max-detect-ips drop',
        'policy security-ips alert',
        'ruleset community',
        'policy other-ips drop',
      ],
      policies: [
        {policy: 'max-detect', action: 'drop'},
        {policy: 'security', action: 'alert'},
      ],
      services: ['http', 'smtp'],
      kind: 'text',
    });
  });

  it("has Snort's defaults for what a rule does not say", () => {
    expect(factsOf('alert tcp ( content:"a"; )')).toMatchObject({
      gid: 1,
      sid: 0,
      rev: 0,
      msg: 'no msg in rule',
      classtype: '',
      priority: 0,
      references: [],
      services: [],
    });
  });

  it.each([
    ['alert imap ( soid:13921; gid:3; sid:13921; )', 'so'],
    ['alert tcp ( soid:3|1; sid:1; )', 'so'],
    ['alert ( gid:3; sid:1; )', 'text'],
    ['alert tcp any any -> any any ( content:"x"; gid:3; sid:1; )', 'text'],
    ['alert ( content:"x"; sid:1; )', 'text'],
    ['alert ( soid:x; gid:999; sid:1; )', 'so'],
    ['alert tcp ( sid:1; metadata:rule-type preproc; )', 'text'],
    ['alert ( gid:116; sid:1; )', 'builtin'],
    ['alert tcp ( gid:40; sid:1; )', 'builtin'],
    ['alert tcp ( gid:999; sid:1; )', 'builtin'],
    ['alert tcp ( gid:2; sid:1; metadata:a,rule-type  preproc; )', 'builtin'],
    ['alert tcp ( gid:39; sid:1; )', 'text'],
    ['alert tcp ( gid:1000; sid:1; )', 'text'],
  ])('%s is of kind %s', (text, kind) => {
    expect(factsOf(text).kind).toBe(kind);
  });

  it.each([
    ['attack.mitre.org/techniques/T1059', 'T1059'],
    ['https://attack.mitre.org/techniques/t1059/', 'T1059'],
    ['www.attack.mitre.org/techniques/T1059/003/', 'T1059.003'],
    ['attack.mitre.org/techniques/T1059.003', 'T1059.003'],
    ['attack.mitre.org/techniques/T10599', undefined],
    ['attack.mitre.org/tactics/TA0001', undefined],
    ['example.org/attack.mitre.org/techniques/T1059', undefined],
  ])('the reference %s is the technique %s', (url, technique) => {
    const {references} = factsOf(`alert tcp ( reference:url,${url}; )`);
    expect(references).toEqual([
      {scheme: 'url', id: url},
      ...(technique === undefined ? [] : [{scheme: 'mitre', id: technique}]),
    ]);
  });

  it.each([
    [String.raw`"a\x4x\xg\x22\"\\\;\q"`, 'a\u0004xg""\\;q'],
    [String.raw`"\x4"b"`, '\u0004"b'],
    ['""', ''],
    ['unquoted thing', 'nquoted thin'],
  ])('the msg %s says %j', (msg, said) => {
    expect(factsOf(`alert tcp ( msg:${msg}; sid:1; )`).msg).toBe(said);
  });

  it.each([
    ['sid:4294967295', 4294967295],
    ['sid:0', 0],
    ['sid:010', 8],
    ['sid:0xFF', 255],
  ])('%s is %d', (option, sid) => {
    expect(factsOf(`alert tcp ( ${option}; )`).sid).toBe(sid);
  });

  it.each([
    ['sid:4294967296', 'sid is not a number from 0 to 4294967295: 4294967296'],
    ['rev:-1', 'rev is not a number from 0 to 4294967295: -1'],
    ['gid:1x', 'gid is not a number from 0 to 4294967295: 1x'],
    ['priority:09', 'priority is not a number from 0 to 4294967295: 09'],
    ['sid:1 2', 'sid is not a number from 0 to 4294967295: 1 2'],
    ['sid:1; sid:2', 'sid occurs more than once'],
    ['reference:url', 'a reference without scheme or id: url'],
    ['reference:,a', 'a reference without scheme or id: ,a'],
    ['msg:"a', 'the rule does not end'],
  ])('refuses a rule with %s', (option, reason) => {
    expect(parseRule(`alert tcp ( ${option}; )`)).toEqual({reason});
  });

  it.each([
    ['frob tcp ( sid:1; )', 'unknown action "frob"'],
    ['', 'no rule'],
    ['include a.rules\n', 'an include is no rule'],
    ['include a.rules', 'the include is incomplete: no newline follows it'],
    ['alert tcp ( sid:1; ) alert tcp ( sid:2; )', 'there is text after the rule'],
  ])('refuses %j', (text, reason) => {
    expect(parseRule(text)).toEqual({reason});
  });

  it.each([
    ['cve,2021-1234,2021-5678', 'cve 2021-1234, cve 2021-5678'],
    ['cve, CVE-2020-0001 2020-0002', 'cve 2020-0001, cve 2020-0002'],
    ['cve,1999-0001', 'cve 1999-0001'],
    ['cve,pending', 'cve pending'],
    ['url,example.com/a\\;b', 'url example.com/a;b'],
    ['url,example.com/\\"x', 'url example.com/"x'],
  ])('reads the reference %s as %s', (value, expected) => {
    const {references} = factsOf(`alert tcp ( reference:${value}; sid:1; )`);
    expect(references.map(({scheme, id}) => `${scheme} ${id}`).join(', ')).toBe(expected);
  });

  it.each([
    ['cve CVE_2021_44228', 'cve 2021-44228'],
    ['cve 2019-0708 2019-0709, created_at 2019_11_30', 'cve 2019-0708, cve 2019-0709'],
    [
      'mitre_tactic_id TA0001, mitre_technique_id T1190, mitre_technique_id T1059_001',
      'mitre T1190, mitre T1059.001',
    ],
    ['created_at 2014-12345, former_category CVE_2020_1234', ''],
  ])('finds in the metadata %s what it points to: %s', (metadata, expected) => {
    const {references} = factsOf(`alert tcp ( metadata:${metadata}; sid:1; )`);
    expect(references.map(({scheme, id}) => `${scheme} ${id}`).join(', ')).toBe(expected);
  });

  it('tells a reference once that stands in reference and metadata', () => {
    const rule = factsOf('alert tcp ( reference:cve,2021-44228; metadata:cve CVE_2021_44228; sid:1; )');
    expect(rule.references).toEqual([{scheme: 'cve', id: '2021-44228'}]);
  });

  it.each([
    ['policy security-ips drop', 'security drop'],
    ['policy security-ips', 'security '],
    ['policy  security-ips \t alert', 'security alert'],
    ['policy:security-ips', 'security '],
    ['security-ips', 'security '],
    ['my policy security-ips-lab drop', 'security '],
    ['policy security-ips drop policy connectivity-ips alert', 'connectivity , security '],
    ['policy Security-IPS drop', ''],
    ['policy security\\-ips drop', 'security drop'],
    ['x y; metadata:policy max-detect-ips alert', 'max-detect alert'],
  ])('finds in the metadata %j the policies %j, as --metadata-filter does', (metadata, expected) => {
    const {policies} = factsOf(`alert tcp ( metadata:${metadata}; sid:1; )`);
    expect(policies.map(({policy, action}) => `${policy} ${action}`).join(', ')).toBe(expected);
  });
});
