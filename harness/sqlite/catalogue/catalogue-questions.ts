import sql, {join, type Sql} from 'sql-template-tag';
import {manifestSchema} from '../../domain/snapshot.ts';
import type {
  CatalogueAnswers,
  DamagedSnapshot,
  RulePlace,
  RuleQuestion,
  SnapshotRow,
} from '../../snapshots/questions.ts';
import {type RuleRow, readJson, ruleOf} from '../catalogue-rows.ts';
import type {Database} from '../database.ts';
import {catalogueStore} from './catalogue-store.ts';

/** Questions to the catalogue; values are bound, never written into SQL. */
export function catalogueAnswers(db: Database): CatalogueAnswers {
  const all = <Row>({sql: text, values}: Sql) => db.prepare(text).all(...values) as Row[];
  const rulesOf = catalogueStore(db).rulesOf;
  const withRule = db.prepare(WITH_RULE);
  return {
    snapshots: () => snapshotRows(db).flatMap(row => row.row ?? []),
    damaged: () => snapshotRows(db).flatMap(({row, named}) => (row ? [] : [named])),
    rulesOf,
    rules: question => all<RuleRow>(rulesWhere(question)).map(ruleOf),
    ruleEverywhere(gid, sid) {
      const rows = all<
        RuleRow & {digest_of: string}
      >(sql`SELECT rule.*, enabled, by, file, line, rules.digest AS digest_of
        FROM rule JOIN rules_rule ON rules_rule.rule = rule.id JOIN rules ON rules.id = rules_rule.rules
        WHERE gid = ${gid} AND sid = ${sid}`);
      return rows.map((row): RulePlace => ({digest: row.digest_of, rule: ruleOf(row)}));
    },
    digestsWith({gid, sid, rev}) {
      const rows = withRule.all(gid, sid, rev) as {digest: string; enabled: number}[];
      return rows.map(({digest, enabled}) => ({digest, enabled: enabled === 1}));
    },
    close: () => db.close(),
  };
}

const WITH_RULE = `SELECT rules.digest, max(enabled) AS enabled FROM rule JOIN rules_rule ON rules_rule.rule = rule.id
  JOIN rules ON rules.id = rules_rule.rules WHERE gid = ? AND sid = ? AND rev = ?
  GROUP BY rules.digest`;

interface StoredSnapshot extends DamagedSnapshot {
  readonly seen_at: number;
  readonly first_at: number;
  readonly manifest: string;
  readonly position: number;
}

/** The newest take of each ruleset first; of one whose manifest cannot be read its name. */
function snapshotRows(
  db: Database,
): readonly {readonly row: SnapshotRow | undefined; readonly named: DamagedSnapshot}[] {
  const rows = db
    .prepare(`SELECT ruleset, variant, digest, taken_at AS first_at, seen_at, manifest, row_number() OVER (ORDER BY seq, seen_at, id) AS position
      FROM snapshot
      ORDER BY ruleset, variant, seq DESC, seen_at DESC, id DESC`)
    .all() as StoredSnapshot[];
  return rows.map(({ruleset, variant, digest, first_at, seen_at, manifest: text, position}) => {
    // a catalogue may come from another machine: what it says of paths is not taken on trust
    const manifest = readJson(manifestSchema, text);
    const row = manifest && {variant, order: position, firstAt: first_at, lastAt: seen_at, manifest};
    return {row, named: {ruleset, variant, digest}};
  });
}

const like = (part: string): string => `%${part.replace(/[\\%_]/g, found => `\\${found}`)}%`;

/** A technique with its sub-techniques: T1059 finds T1059.001; `/` is the character behind `.`. */
const referredTechnique = (id: string): Sql =>
  sql`rule.id IN (SELECT rule FROM rule_reference WHERE scheme = 'mitre' AND id = ${id}
    UNION SELECT rule FROM rule_reference WHERE scheme = 'mitre' AND id > ${`${id}.`} AND id < ${`${id}/`})`;

/** The one statement that answers a question; the tests look at how SQLite would go about it. */
export function rulesWhere({digest, cve, technique, classtype, text, policy, limit}: RuleQuestion): Sql {
  const referred = (scheme: string, id: string) =>
    sql`rule.id IN (SELECT rule FROM rule_reference WHERE scheme = ${scheme} AND id = ${id})`;
  const conditions = [
    sql`rules.digest = ${digest}`,
    ...(cve === undefined ? [] : [referred('cve', cve)]),
    ...(technique === undefined ? [] : [referredTechnique(technique)]),
    ...(classtype === undefined ? [] : [sql`rule.classtype = ${classtype} COLLATE NOCASE`]),
    ...(text === undefined
      ? []
      : [sql`(rule.msg LIKE ${like(text)} ESCAPE '\\' OR rule.text LIKE ${like(text)} ESCAPE '\\')`]),
    ...(policy === undefined
      ? []
      : [
          sql`EXISTS (SELECT 1 FROM json_each(rule.facts, '$.policies') WHERE json_extract(value, '$.policy') = ${policy})`,
        ]),
  ];
  return sql`SELECT rule.*, enabled, by, file, line FROM rule JOIN rules_rule ON rules_rule.rule = rule.id
    JOIN rules ON rules.id = rules_rule.rules WHERE ${join(conditions, ' AND ')} ORDER BY gid, sid LIMIT ${limit}`;
}
