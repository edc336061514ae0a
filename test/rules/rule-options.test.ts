import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {parseRule} from '../../harness/rules/parse-rule.ts';
import {normalText, optionsOf} from '../../harness/rules/rule-options.ts';
import {anyRule} from './any-rule.ts';

const NORMAL = 'alert tcp any [80,81] -> any any ( msg:"a  b"; content:!"x",nocase,offset 4; sid:1; )';

describe('normalText', () => {
  it.each([
    NORMAL,
    'alert tcp any [80, 81]  ->\tany any(msg : "a  b";content:!"x" , nocase,  offset\n4; sid:1)',
    '# before\nalert tcp /* ) */ any [ 80,81 ] -> any any \\\r\n( msg:"a \n b"; # ;)\n content:!"x",nocase,offset 4;sid:1 ; ) # x',
  ])('makes %j equal to its other writings', text => {
    expect(normalText(text)).toBe(NORMAL);
  });

  it.each([
    ['msg:"a\\\nb"', 'msg:"a\\nb"'],
    ['msg:"\\x4\n1"', 'msg:"\\x04\\n1"'],
    ['pcre:"/a"  /i\\  "  ', 'pcre:"/a"  /i\\  "'],
    ['regex:"a\n\\\nb"', 'regex:"a\\nb"'],
    ['metadata: a (b)  : c , "x,  y"', 'metadata:a (b) : c,"x,  y"'],
    ['reference: url,a  b#c', 'reference:url,a b#c'],
    ['file_data', 'file_data'],
    ['metadata: ', 'metadata:'],
    ['sd_pattern:"a\\x" ; rem:"b"', 'sd_pattern:"a\\x"; rem:"b"'],
  ])('writes %j on one line', (option, wanted) => {
    expect(normalText(`alert (${option};)`)).toBe(`alert ( ${wanted}; )`);
  });

  it('keeps apart what differs in a string, an order or a header', () => {
    const texts = ['msg:"a b"; sid:1;', 'msg:"a  b"; sid:1;', 'sid:1; msg:"a b";', 'msg:!"a b"; sid:1;'];
    expect(new Set(texts.map(text => normalText(`alert tcp (${text})`))).size).toBe(4);
    expect(normalText('alert tcp any any -> any any (sid:1;)')).not.toBe(normalText('alert tcp (sid:1;)'));
  });

  it('collapses the blanks of what is no rule', () => {
    expect(normalText(' no\n rule ')).toBe('no rule');
  });

  it('is one line, its own normal text, and says the same of the rule', () => {
    fc.assert(
      fc.property(anyRule, text => {
        const normal = normalText(text);
        expect(normal).not.toContain('\n');
        expect(normalText(normal)).toBe(normal);
        expect(parseRule(normal)).toEqual(parseRule(text));
        expect(optionsOf(normal)).toEqual(optionsOf(text));
      }),
    );
  });
});

describe('optionsOf', () => {
  it('gives options in order, several of one name too', () => {
    expect(optionsOf('alert tcp ( content:"a"; file_data; content:"b;)",nocase; sid:1 )')).toEqual([
      {name: 'content', value: '"a"'},
      {name: 'file_data', value: ''},
      {name: 'content', value: '"b;)",nocase'},
      {name: 'sid', value: '1'},
    ]);
  });

  it('gives none of what is no rule', () => {
    expect(optionsOf('prose')).toEqual([]);
  });
});
