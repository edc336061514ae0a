import {describe, expect, it} from 'vitest';
import {parseRule} from '../../harness/rules/parse-rule.ts';
import {normalText} from '../../harness/rules/rule-options.ts';
import {splitRules} from '../../harness/rules/split-rules.ts';

/** A rule about as long as those of Talos. */
const ruleOf = (sid: number): string =>
  `alert tcp $EXTERNAL_NET any -> $HOME_NET $HTTP_PORTS ( msg:"SERVER-OTHER a thing (${sid})"; flow:to_server,established; ` +
  `http_uri; content:"/${'path'.repeat(60)}",fast_pattern,nocase; content:"|${'3C 2F '.repeat(20)}|",within 20; ` +
  `pcre:"/x"y${'[a-f0-9]{4}'.repeat(8)}/i"; metadata:policy balanced-ips drop,policy security-ips drop,ruleset community; ` +
  `service:http; reference:cve,2020-${sid}; classtype:web-application-attack; sid:${sid}; rev:3; )`;

/** Far above what is needed on any machine, far below what anything but linear time takes. */
const LIMIT_MS = 30_000;
const HOSTILE_BYTES = Number(process.env.RULETRIAL_HOSTILE_BYTES ?? 2_000_000);

describe('time', () => {
  it('splits and parses 45,000 rules of 30 MB', {timeout: LIMIT_MS}, () => {
    const text = Array.from({length: 45_000}, (_, sid) => ruleOf(sid)).join('\n');
    const began = performance.now();
    const {statements} = splitRules(text);
    const split = performance.now();
    const bad = statements.filter(statement => 'reason' in parseRule(statement.text));
    const parsed = performance.now();
    for (const statement of statements) normalText(statement.text);
    const ended = performance.now();
    expect([statements.length, bad]).toEqual([45_000, []]);
    if (process.env.RULETRIAL_TIMES)
      process.stderr.write(
        `${text.length} bytes: split ${split - began} ms, parse ${parsed - split} ms, normal ${ended - parsed} ms\n`,
      );
  });

  it.each([
    '[',
    '(',
    ')\n',
    '"',
    '\\',
    '# alert tcp ( sid:1; ',
    '# alert tcp [\n',
    'alert tcp [\n',
    'alert tcp ( msg:"a\n',
    'alert tcp ( pcre:"\n',
    '/*',
    '/* " ',
    '#begin\n',
    ' ',
    '  #\n',
    'alert ( sid:1; ) ',
    'alert ( x; x; x:y,',
    'alert ( sid:1; )\n# alert ( sid:1; )\n',
    'prose\n',
    'include a ',
  ])('is linear for megabytes of %j', {timeout: LIMIT_MS}, piece => {
    const {complaintCount} = splitRules(piece.repeat(HOSTILE_BYTES / piece.length));
    expect(complaintCount).toBeGreaterThanOrEqual(0);
  });

  it.each(['content:"a"; ', 'metadata:a,b; ', 'msg', 'reference:url,a; '])(
    'parses one rule of 5 MB of %j',
    piece => {
      const text = `alert tcp ( ${piece.repeat(5_000_000 / piece.length)}`;
      expect(parseRule(`${text};)`)).toBeDefined();
    },
  );
});
