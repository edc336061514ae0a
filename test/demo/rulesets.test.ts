import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';

interface Rule {
  readonly sid: number;
  readonly text: string;
}

/** Each ruleset's own sids; those below 1,001,000 are shared. */
const OWN_SIDS = {broad: 1_001_000, desktop: 1_002_000, specific: 1_003_000};
type Name = keyof typeof OWN_SIDS;
const names = Object.keys(OWN_SIDS) as Name[];

const lines = (name: Name): readonly string[] =>
  readFileSync(new URL(`../../demo/rulesets/rules/${name}.rules`, import.meta.url), 'utf8').split('\n');

const rulesOf = (name: Name): readonly Rule[] =>
  lines(name)
    .filter(line => line.startsWith('alert '))
    .map(text => ({text, sid: Number(/; sid:(\d+); rev:\d+; \)$/.exec(text)?.[1])}));

const filesWith = (sid: number): readonly Name[] =>
  names.filter(name => rulesOf(name).some(rule => rule.sid === sid));

describe('the demo rulesets', () => {
  it.each(names)('%s holds nothing but rules, comments and empty lines', name => {
    expect(lines(name).filter(line => !/^(alert .* \)|# .*|#|)$/.test(line))).toEqual([]);
  });

  it.each(names)('%s gives each rule a sid of its own', name => {
    const sids = rulesOf(name).map(rule => rule.sid);
    expect(sids.length).toBe(new Set(sids).size);
  });

  it.each(names)(
    '%s takes sids from its own range, or from the shared one when another file has the rule',
    name => {
      for (const {sid} of rulesOf(name)) {
        const begin = filesWith(sid).length > 1 ? 1_000_000 : OWN_SIDS[name];
        expect(sid).toBeGreaterThan(begin);
        expect(sid).toBeLessThan(begin + 1_000);
      }
    },
  );

  it('share a rule only word for word', () => {
    const textBySid = new Map(names.flatMap(rulesOf).map(rule => [rule.sid, rule.text]));
    for (const {sid, text} of names.flatMap(rulesOf)) expect(text).toBe(textBySid.get(sid));
  });

  it.each(names)('%s has between a quarter and half of its rules in common with another', name => {
    const rules = rulesOf(name);
    const shared = rules.filter(rule => filesWith(rule.sid).length > 1);
    expect(shared.length / rules.length).toBeGreaterThan(1 / 4);
    expect(shared.length / rules.length).toBeLessThan(1 / 2);
  });
});
