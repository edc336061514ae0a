import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {compareRules, type KnownRule} from '../../harness/rules/compare-rules.ts';
import {optionChanges} from '../../harness/rules/option-changes.ts';
import {normalText} from '../../harness/rules/rule-options.ts';

/** A rule with a content of its own. */
function rule(sid: number, rev = 1, more: Partial<KnownRule> & {content?: string} = {}): KnownRule {
  const {content = 'a', ...rest} = more;
  const text = `alert tcp any any -> any any ( content:"${content}"; sid:${sid}; rev:${rev}; )`;
  const kind = 'text' as const;
  return {
    gid: 1,
    sid,
    rev,
    msg: '',
    classtype: '',
    kind,
    enabled: true,
    text,
    textDigest: normalText(text),
    ...rest,
  };
}

describe('compareRules', () => {
  it('tells what became of every rule, sorted by gid and sid', () => {
    const off = {enabled: false};
    const before = [rule(9), rule(10), rule(3), rule(2, 1, off), rule(1), rule(5), rule(6)];
    const after = [
      rule(11),
      rule(4),
      rule(6, 1, {content: 'b'}),
      rule(5, 2, off),
      rule(3, 2),
      rule(2),
      rule(1, 1, off),
      rule(9),
    ];
    const told = compareRules(before, after);
    const sids = (rules: readonly KnownRule[]) => rules.map(({sid}) => sid);
    expect(sids(told.added)).toEqual([4, 11]);
    expect(sids(told.removed)).toEqual([10]);
    expect(told.newRevision.map(({after: {sid}, options}) => ({sid, options}))).toEqual([
      {sid: 3, options: [{name: 'rev', before: '1', after: '2'}]},
      {sid: 5, options: [{name: 'rev', before: '1', after: '2'}]},
    ]);
    expect(told.sameRevisionOtherText).toEqual([
      {before: before[6], after: after[2], options: [{name: 'content', before: '"a"', after: '"b"'}]},
    ]);
    expect(told.enabled).toEqual([after[5]]);
    expect(told.disabled).toEqual([after[6], after[3]]);
    expect(told.unchanged).toBe(1);
  });

  it('sorts numbers, not words, and by gid first', () => {
    const rules = [rule(1, 1, {gid: 116}), rule(10), rule(9), rule(1, 1, {gid: 3})];
    expect(compareRules([], rules).added.map(({gid, sid}) => `${gid}:${sid}`)).toEqual([
      '1:9',
      '1:10',
      '3:1',
      '116:1',
    ]);
  });

  it('of several rules of one key compares the enabled, the greatest revision, the later', () => {
    const before = [rule(1, 9, {enabled: false}), rule(1, 3, {content: 'x'}), rule(1, 3), rule(1, 2)];
    expect(compareRules(before, [rule(1, 3)])).toMatchObject({unchanged: 1, newRevision: [], disabled: []});
  });

  it('counts every rule once and turns round when both sides do', () => {
    const any = fc
      .tuple(fc.nat(9), fc.nat(2), fc.boolean())
      .map(([sid, rev, enabled]) => rule(sid, rev, {enabled}));
    const side = fc.uniqueArray(any, {selector: ({sid}) => sid});
    fc.assert(
      fc.property(side, side, (a, b) => {
        const there = compareRules(a, b);
        const back = compareRules(b, a);
        expect(there.added).toEqual(back.removed);
        expect(there.unchanged).toBe(back.unchanged);
        expect(there.newRevision.length).toBe(back.newRevision.length);
        const touched = new Set(
          [...there.newRevision.map(({after}) => after), ...there.enabled, ...there.disabled].map(
            ({sid}) => sid,
          ),
        );
        expect(there.added.length + touched.size + there.unchanged).toBe(b.length);
      }),
    );
  });
});

describe('optionChanges', () => {
  it.each([
    [
      'alert tcp ( sid:1; )',
      'drop udp any any -> any any ( sid:1; )',
      [
        {name: 'action', before: 'alert', after: 'drop'},
        {name: 'header', before: 'tcp', after: 'udp any any -> any any'},
      ],
    ],
    [
      'alert ( content:"a"; content:"b"; content:"c"; )',
      'alert ( content:"b"; content:"x"; nocase; )',
      [
        {name: 'content', before: '"a"', after: '"x"'},
        {name: 'content', before: '"c"', after: undefined},
        {name: 'nocase', before: undefined, after: ''},
      ],
    ],
    [
      'alert ( content:"a"; sid:1; )',
      'alert ( sid:1; content:"a"; )',
      [{name: 'order', before: 'content:"a"', after: 'sid:1'}],
    ],
    ['alert ( content:"a"; )', 'alert(content : "a")', []],
    [
      'alert ( content:"a"; content:"a"; )',
      'alert ( content:"a"; )',
      [{name: 'content', before: '"a"', after: undefined}],
    ],
    ['prose', 'alert ( sid:1; )', []],
  ])('from %s to %s', (before, after, changes) => {
    expect(optionChanges(before, after)).toEqual(changes);
  });
});
