import {describe, expect, it} from 'vitest';
import {readRules} from '../../harness/rules/read-rules.ts';
import {Tuner} from '../../harness/rules/tune.ts';
import {readModifyLines, readSidLines} from '../../harness/rules/tuning-lines.ts';

const RULES = readRules(
  [
    'alert tcp $EXTERNAL_NET any -> $HOME_NET 80 ( msg:"one"; reference:cve,2021-1; content:"a"; sid:100; rev:1; )',
    'alert tcp any any -> any any ( msg:"two"; content:"b"; sid:150; )',
    '# alert tcp any any -> any any ( msg:"three"; content:"c"; gid:3; sid:200; )',
    'alert tcp any any -> any any ( msg:"four"; reference:url,technet.example/bulletin/MS08-067; sid:300; )',
  ].join('\n'),
).rules;

/** gid:sid of the rules that entries switch off. */
function disabledBy(text: string): readonly string[] {
  const {entries, bad} = readSidLines(text);
  expect(bad).toEqual([]);
  const tuner = new Tuner({disable: entries, enable: [], modify: []});
  return RULES.flatMap(rule => (tuner.apply(rule).by === 'disable' ? [rule.key] : []));
}

describe('entries as disablesid.conf has them', () => {
  it.each([
    ['1:100', ['1:100']],
    ['150', ['1:150']],
    ['1:100-1:200', ['1:100', '1:150']],
    ['1:100-200 , 3:200 # both', ['1:100', '1:150', '3:200']],
    ['cve:2021-1', ['1:100']],
    ['CVE:CVE-2021-1', ['1:100']],
    ['MS08-067', ['1:300']],
    ['pcre:content:"[ab]"', ['1:100', '1:150']],
    ['pcre:msg:"t\\w{2,4}", 1:300', ['1:150', '3:200', '1:300']],
    ['# 1:100\n\n1:300', ['1:300']],
    ['bugtraq:1', []],
  ])('%j name %j', (text, keys) => {
    expect(disabledBy(text)).toEqual(keys);
  });

  it.each([
    ['1:5\nVRT-web-iis', 2, 'expected gid:sid'],
    ['1:200-1:100', 1, 'the range ends before it begins'],
    ['1:1-3:5', 1, 'a range has one gid'],
    ['pcre:(', 1, 'Invalid regular expression'],
    ['1:99999999999', 1, 'expected gid:sid'],
  ])('%j are refused in line %i', (text, line, reason) => {
    expect(readSidLines(text).bad).toMatchObject([{line, reason: expect.stringContaining(reason)}]);
  });
});

describe('entries as modifysid.conf has them', () => {
  const modified = (text: string) => {
    const {entries, bad} = readModifyLines(text);
    expect(bad).toEqual([]);
    const tuner = new Tuner({disable: [], enable: [], modify: entries});
    return {texts: RULES.map(rule => tuner.apply(rule).text), tuner};
  };

  it('change the first match in the rules that they name', () => {
    const {texts, tuner} = modified('# mine\n100,150 "any" "[1.2.3.4]"\n* "content" "content"\n');
    expect(texts[0]).toContain('$EXTERNAL_NET [1.2.3.4] -> $HOME_NET 80');
    expect(texts[1]).toContain('alert tcp [1.2.3.4] any -> any any');
    expect(texts[3]).toBe(RULES[3]?.text);
    expect(tuner.done.modify).toBe(2);
  });

  it('read a regular expression, and write what is to come as it stands', () => {
    const {texts} = modified('1:100 "\\$HOME_NET" "\\$DMZ $1 \\"x\\""');
    // two quotes in a header are no rule, so nothing is changed
    expect(texts[0]).toBe(RULES[0]?.text);
    expect(modified('1:100 "\\$HOME_NET" "\\$DMZ_NET"').texts[0]).toContain('-> $DMZ_NET 80');
  });

  it.each(['100 "a"', '100 "(" "b"', 'x "a" "b"', '100 "" "b"'])('%j is refused', text => {
    expect(readModifyLines(text).bad).toHaveLength(1);
  });
});

describe('a tuning', () => {
  const sids = (text: string) => readSidLines(text).entries;

  it('disables after it enables, and tells what it did and what had no effect', () => {
    const tuner = new Tuner({
      disable: sids('1:150, 1:9'),
      enable: sids('3:200, 1:150, 1:8'),
      modify: readModifyLines('1:100 "nothing" "x"').entries,
    });
    const after = RULES.map(rule => tuner.apply(rule));
    expect(after.map(({enabled, by}) => [enabled, by])).toEqual([
      [true, undefined],
      [false, 'disable'],
      [true, 'enable'],
      [true, undefined],
    ]);
    expect(tuner.done).toEqual({disable: 1, enable: 1, modify: 0});
    expect(tuner.unmatched).toEqual(['disable: 1:9', 'enable: 1:8', 'modify: 1:100 "nothing"']);
  });

  it('leaves a rule as it was where a change makes none of it, or another', () => {
    const tuner = new Tuner({
      disable: [],
      enable: [],
      modify: readModifyLines('1:100 "sid:100" "sid:101"\n1:150 "msg" "msg:1; msg"').entries,
    });
    expect(RULES.map(rule => tuner.apply(rule).text)).toEqual(RULES.map(({text}) => text));
    expect(tuner.spoiled.map(({key, reason}) => [key, reason])).toEqual([
      ['1:100', 'it would change the gid or sid'],
      ['1:150', 'msg occurs more than once'],
    ]);
  });

  it('of a hundred thousand entries over as many rules takes a step for each rule', () => {
    const entries = sids(Array.from({length: 100_000}, (_, n) => `1:${n + 1_000_000}`).join('\n'));
    const [rule] = RULES;
    if (!rule) throw new Error('no rule');
    const tuner = new Tuner({disable: entries, enable: [], modify: []});
    const keyed = {...rule, rule: {...rule.rule, sid: 1_000_005}};
    for (let n = 0; n < 100_000; n += 1) tuner.apply(keyed);
    expect(tuner.done.disable).toBe(100_000);
  });
});
