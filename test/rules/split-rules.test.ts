import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {parseRule} from '../../harness/rules/parse-rule.ts';
import {splitRules} from '../../harness/rules/split-rules.ts';
import {anyRule} from './any-rule.ts';
import {nastyFile, type Wanted} from './nasty.ts';

const RULE = 'alert tcp any any -> any any ( msg:"a"; sid:1; )';

/** The rules of a text as the nasty set tells them. */
function found(text: string): readonly Wanted[] {
  return splitRules(text).statements.map(statement => {
    const parsed = parseRule(statement.text);
    if ('reason' in parsed) throw new Error(parsed.reason);
    const {gid, sid, rev, action, msg, classtype, priority, services} = parsed.rule;
    const references = parsed.rule.references.map(({scheme, id}) => `${scheme} ${id}`);
    const {enabled, line} = statement;
    return {gid, sid, rev, action, msg, classtype, priority, services, references, enabled, line};
  });
}

describe('splitRules', () => {
  const {text, wanted} = nastyFile();

  it('finds every rule of the nasty file in its line, and complains of nothing', () => {
    expect(found(text)).toEqual(wanted);
    expect(splitRules(text)).toMatchObject({complaints: [], complaintCount: 0});
  });

  it('finds the same with CRLF and behind a byte order mark', () => {
    const crlf = found(`\uFEFF${text.replaceAll('\n', '\r\n')}`);
    expect(crlf.map(({msg: _, ...rule}) => rule)).toEqual(wanted.map(({msg: _, ...rule}) => rule));
    expect(found(`\u00EF\u00BB\u00BF${text}`)).toEqual(wanted);
  });

  it.each([
    ['', []],
    ['# only a comment', []],
    ['/* never closed alert tcp ( sid:1; )', []],
    ['include other.rules\ninclude last.rules\n', []],
    [`include a.rules\n${RULE}`, [2]],
    [`${RULE}${RULE}\n\n${RULE}`, [1, 1, 3]],
  ])('%j has rules on lines %j', (file, lines) => {
    expect(splitRules(file).statements.map(({line}) => line)).toEqual(lines);
    expect(splitRules(file).complaints).toEqual([]);
  });

  it('takes no rule out of the comments of another rule', () => {
    const rule = 'alert tcp (\n# drop tcp ( sid:2; )\nsid:1; )';
    expect(splitRules(rule).statements).toEqual([
      {text: rule, enabled: true, line: 1, start: 0, end: rule.length},
    ]);
  });

  it('takes a commented rule only with a known action and a sid, at the start of its line', () => {
    const file = `# ${RULE}\n${RULE} # ${RULE}\n# prose ${RULE}\n# Alert tcp ( sid:1; )\n# alert tcp ( rev:1; )`;
    expect(splitRules(file).statements.map(({enabled, line}) => [enabled, line])).toEqual([
      [false, 1],
      [true, 2],
    ]);
  });

  it.each([
    ['alert tcp any any any any ( sid:1; )', 1, 'expected -> or <>, found "any"'],
    ['alert tcp any any <- any any ( sid:1; )', 1, 'expected -> or <>, found "<-"'],
    ['alert tcp\n( enable)', 2, 'expected ":" or ";" behind enable, found ")"'],
    ['alert tcp ( ; sid:1; )', 1, 'expected an option or ")", found ";"'],
    ['alert tcp ( msg:"a" "b"; sid:1; )', 1, 'expected ";", "," or ")", found "\\"b\\""'],
    ['alert tcp ( flow: ; sid:1; )', 1, 'expected a value, found ";"'],
    ['frob tcp ( sid:1; )', 1, 'unknown action "frob"'],
    ['Prose of some length that nobody commented out', 1, 'unknown action "Prose"'],
    [')', 1, 'unknown action ")"'],
    ['(sid:1;)', 1, 'expected an action, found "("'],
  ])('complains of %j in line %d', (file, line, reason) => {
    const {statements, complaints} = splitRules(`${file}\n${RULE}\n`);
    expect(complaints).toMatchObject([{line, reason}]);
    expect(complaints).toHaveLength(1);
    expect(statements).toHaveLength(1);
  });

  it('tells the first line of a rule that does not end', () => {
    const {complaints, statements} = splitRules(`${RULE}\nalert tcp ( msg:"a\n; sid:1;\n)\n`);
    expect(complaints).toMatchObject([{line: 2, reason: 'the rule does not end'}]);
    expect(complaints).toHaveLength(1);
    expect(statements).toHaveLength(1);
  });

  it('keeps a thousand complaints and counts all', () => {
    const {complaints, complaintCount} = splitRules(')\n'.repeat(5000));
    expect([complaints.length, complaints.at(-1)?.line, complaintCount]).toEqual([1000, 1000, 5000]);
  });

  it('gives back the rules of which a file is made, whatever stands between them', () => {
    const between = fc.constantFrom(
      '',
      ' ',
      '\n',
      '\r\n',
      '\t',
      '# prose\n',
      ' # ( "\n',
      '/* "*/" ( */',
      '\\\n',
    );
    const pieces = fc.array(fc.tuple(anyRule, between), {maxLength: 8});
    fc.assert(
      fc.property(pieces, made => {
        const {statements, complaints} = splitRules(made.map(([rule, gap]) => rule + gap).join(''));
        expect(complaints).toEqual([]);
        expect(statements.map(statement => statement.text)).toEqual(made.map(([rule]) => rule));
      }),
    );
  });

  it('ends on any text', () => {
    const words = [
      'alert ',
      'tcp ',
      '(',
      ')',
      ';',
      ':',
      '"',
      '\\',
      '[',
      ']',
      '!',
      '#',
      '#begin',
      '/*',
      '*/',
      '\n',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words, 'pcre', 'sid', '1', '\0', '\u2028', 'é')), made => {
        for (const {text: rule} of splitRules(made.join('')).statements)
          expect(parseRule(rule)).toBeDefined();
      }),
    );
  });
});
