import {describe, expect, it} from 'vitest';
import {readRules} from '../../harness/rules/read-rules.ts';
import {rewriteRules} from '../../harness/rules/rewrite-rules.ts';

const rule = (sid: number): string => `alert tcp any any -> any any ( msg:"${sid}"; sid:${sid}; )`;

/** The file with the rules of these sids enabled and no others. */
function withEnabled(file: string, sids: readonly number[]): string {
  const decisions = readRules(file).rules.map(statement => ({
    statement,
    enabled: sids.includes(statement.rule.sid),
    text: statement.text,
  }));
  return rewriteRules(file, decisions);
}

const enabledIn = (file: string): readonly number[] =>
  readRules(file).rules.flatMap(one => (one.enabled ? [one.rule.sid] : []));
const allIn = (file: string): readonly number[] => readRules(file).rules.map(one => one.rule.sid);

describe('rewriteRules', () => {
  const files = {
    'a rule a line': `${rule(1)}\n${rule(2)}\n# ${rule(3)}\n`,
    'no newline at the end': `${rule(1)}\n# ${rule(2)}\n${rule(3)}`,
    'three on a line': `  ${rule(1)} ${rule(2)} ${rule(3)} # all\n`,
    'over several lines': `alert tcp any any -> any any (\n  msg:"1"; # why\n  sid:1;\n)\n${rule(2)}\n${rule(3)}\n`,
    'one ends where another begins': `alert tcp (\n sid:1; ) alert tcp (\n sid:2; )\r\n${rule(3)}\r\n`,
    'two in a comment': `# ${rule(1)} ${rule(2)}\n/* ${rule(9)} */ ${rule(3)}\n`,
    'behind a block comment': `/* x\n */ ${rule(1)} /* y\n */ ${rule(2)}\n#begin\n${rule(9)}\n#end\n${rule(3)}\n`,
  };
  const choices = [[], [1], [2], [3], [1, 2], [1, 3], [2, 3], [1, 2, 3]];

  it.each(Object.entries(files))('switches any of %s and loses none', (_, file) => {
    for (const sids of choices) {
      const written = withEnabled(file, sids);
      expect(enabledIn(written), written).toEqual(sids);
      expect(allIn(written), written).toEqual([1, 2, 3]);
      expect(readRules(written).unreadCount).toBe(0);
    }
  });

  it('leaves a file byte for byte where nothing is decided otherwise', () => {
    for (const file of Object.values(files)) expect(withEnabled(file, enabledIn(file))).toBe(file);
  });

  it('keeps the lines of all that stands behind, a rule a line or a rule over several', () => {
    const file = `${files['over several lines']}${rule(4)}\n`;
    const lineOf = (text: string) => readRules(text).rules.find(one => one.rule.sid === 4)?.line;
    expect(lineOf(withEnabled(file, [4]))).toBe(lineOf(file));
  });

  it('does not call what cannot be read by the gid:sid of a commented rule before it', () => {
    const file = `# ${rule(5)}\n1 || 5 || a map of messages\n${rule(6)}\n# ${rule(7)}\nfrob tcp ( sid:8; )\n`;
    expect(readRules(file).unread.map(({line, id}) => [line, id])).toEqual([
      [2, undefined],
      [5, '1:8:0'],
    ]);
  });

  it('comments out what cannot be read, and reads all around it', () => {
    const file = `${rule(1)}\nalert tcp any any -> any any ( msg:"x" sid:8; )\nfrob tcp ( sid:9; )\n${rule(2)}\n${rule(3)}`;
    const {unread} = readRules(file);
    expect(unread.map(({line, id}) => [line, id])).toEqual([
      [2, '1:8:0'],
      [3, '1:9:0'],
    ]);
    const written = rewriteRules(file, [], unread);
    expect(enabledIn(written)).toEqual([1, 2, 3]);
    expect(readRules(written).unreadCount).toBe(0);
    expect(written.split('\n')).toHaveLength(file.split('\n').length);
  });
});

describe('readRules', () => {
  it('takes a rule with the option enable for a state', () => {
    const read = readRules(`${rule(1)}\nblock ( gid:1; sid:1; enable:no; )\n${rule(2)}\n`);
    expect(read.rules.map(one => one.rule.sid)).toEqual([1, 2]);
    expect(read.states).toMatchObject([{gid: 1, sid: 1, enabled: false, action: 'block', line: 2}]);
  });
});
