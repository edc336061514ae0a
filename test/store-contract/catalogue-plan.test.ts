import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {RuleQuestion} from '../../harness/snapshots/questions.ts';
import {rulesWhere} from '../../harness/sqlite/catalogue/catalogue-questions.ts';
import {openCatalogue} from '../../harness/sqlite/open-catalogue.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

const NOTHING = {
  digest: 'f'.repeat(64),
  cve: undefined,
  technique: undefined,
  classtype: undefined,
  text: undefined,
  policy: undefined,
  limit: 10,
};

/** How SQLite goes about a question, a line for each table. */
function planOf(question: Partial<RuleQuestion>): readonly string[] {
  const db = openCatalogue(join(tempFolder(), 'catalogue.db'));
  try {
    const {sql, values} = rulesWhere({...NOTHING, ...question});
    const rows = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as {detail: string}[];
    return rows.map(({detail}) => detail);
  } finally {
    db.close();
  }
}

describe('a question to the catalogue', () => {
  it.each([
    ['a CVE', {cve: '2021-44228'}],
    ['a technique', {technique: 'T1190'}],
    ['a CVE in a policy and with words', {cve: '2021-44228', policy: 'balanced', text: 'log4j'}],
  ] as const)('by %s goes by the index of references, and reads no table whole', (_, question) => {
    const plan = planOf(question);
    expect(plan).toContainEqual(
      expect.stringMatching(/^SEARCH rule_reference USING PRIMARY KEY \(scheme=\? AND id=\?\)$/),
    );
    expect(plan.filter(step => /^SCAN (rule|rules|rules_rule|rule_reference)\b/.test(step))).toEqual([]);
  });

  it('by the snapshot alone reads the rules of that snapshot and no others', () => {
    const plan = planOf({});
    expect(plan).toContainEqual(expect.stringMatching(/^SEARCH rules USING .*\(digest=\?\)$/));
    expect(plan.filter(step => /^SCAN (rules|rules_rule|rule_reference)\b/.test(step))).toEqual([]);
  });
});
