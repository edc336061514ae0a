import {createHash} from 'node:crypto';
import {type Manifest, manifestSchema} from '../../domain/snapshot.ts';
import type {CatalogueRule} from '../../snapshots/catalogue-rules.ts';
import type {Catalogue, Refusal} from '../../snapshots/ports.ts';
import {factsText, type RuleRow, readJson, ruleOf} from '../catalogue-rows.ts';
import type {Database} from '../database.ts';

/** Snapshots, their rules and refused takes, in one file. */
export function catalogueStore(db: Database): Catalogue {
  const manifests = (sql: string) => db.prepare(sql).pluck();
  const lastGood = manifests(
    'SELECT manifest FROM snapshot WHERE ruleset = ? AND variant = ? ORDER BY seq DESC, seen_at DESC, id DESC',
  );
  const ofDigest = manifests(
    'SELECT manifest FROM snapshot WHERE digest = ? ORDER BY seq DESC, seen_at DESC, id DESC',
  );
  return {
    lastGood: (ruleset, variant) => firstReadable(lastGood.iterate(ruleset, variant)),
    ofDigest: digest => firstReadable(ofDigest.iterate(digest)),
    keep: (manifest, variant, rules, imported = false) =>
      db.transaction(() => keep(db, manifest, variant, rules, imported)).immediate(),
    holds: (ruleset, variant, digest) =>
      db
        .prepare('SELECT 1 FROM snapshot WHERE ruleset = ? AND variant = ? AND digest = ?')
        .get(ruleset, variant, digest) !== undefined,
    refuse({ruleset, variant, at, kind, words}) {
      db.prepare('INSERT INTO refusal(ruleset, variant, at, kind, words) VALUES(?, ?, ?, ?, ?)').run(
        ruleset,
        variant,
        at,
        kind,
        words,
      );
    },
    refusalsSince(ruleset, variant) {
      return db
        .prepare(`SELECT ruleset, variant, at, kind, words FROM refusal WHERE ruleset = @ruleset AND variant = @variant
          AND at >= coalesce((SELECT max(seen_at) FROM snapshot WHERE ruleset = @ruleset AND variant = @variant), 0)
          ORDER BY at DESC, id DESC LIMIT 20`)
        .all({ruleset, variant}) as Refusal[];
    },
    rulesOf(digest) {
      const rows = db
        .prepare(`SELECT rule.*, enabled, by, file, line FROM rules JOIN rules_rule ON rules_rule.rules = rules.id
          JOIN rule ON rule.id = rules_rule.rule WHERE rules.digest = ? ORDER BY gid, sid`)
        .all(digest) as RuleRow[];
      return rows.map(ruleOf);
    },
    forget: (ruleset, variant, digest) =>
      db.transaction(() => forget(db, ruleset, variant, digest)).immediate(),
  };
}

function forget(db: Database, ruleset: string, variant: string, digest: string): boolean {
  db.prepare('DELETE FROM snapshot WHERE ruleset = ? AND variant = ? AND digest = ?').run(
    ruleset,
    variant,
    digest,
  );
  if (db.prepare('SELECT 1 FROM snapshot WHERE digest = ?').get(digest)) return false;
  const rules = db.prepare('SELECT id FROM rules WHERE digest = ?').pluck().get(digest);
  db.prepare('DELETE FROM rules_rule WHERE rules = ?').run(rules);
  db.prepare('DELETE FROM rules WHERE id = ?').run(rules);
  const orphans =
    'SELECT id FROM rule WHERE NOT EXISTS (SELECT 1 FROM rules_rule WHERE rules_rule.rule = rule.id)';
  db.prepare(`DELETE FROM rule_reference WHERE rule IN (${orphans})`).run();
  db.prepare(`DELETE FROM rule WHERE id IN (${orphans})`).run();
  return true;
}

/** The first manifest that can be read; a damaged one is passed over, and named where snapshots are listed. */
function firstReadable(texts: Iterable<unknown>): Manifest | undefined {
  for (const text of texts) {
    const manifest = readJson(manifestSchema, text);
    if (manifest) return manifest;
  }
  return undefined;
}

function keep(
  db: Database,
  given: Manifest,
  variant: string,
  rules: readonly CatalogueRule[],
  imported: boolean,
): void {
  // by the schema by which it is read
  const manifest = manifestSchema.parse(given);
  const known = db.prepare('SELECT id FROM rules WHERE digest = ?').pluck().get(manifest.digest);
  if (known === undefined) keepRules(db, manifest.digest, rules);
  db.prepare(`INSERT INTO snapshot(ruleset, variant, digest, taken_at, seen_at, seq, manifest)
    VALUES(@name, @variant, @digest, @takenAt, @takenAt, @seq, @manifest)
    ON CONFLICT DO UPDATE SET seen_at = excluded.seen_at, seq = excluded.seq, manifest = excluded.manifest`).run(
    {
      name: manifest.name,
      variant,
      digest: manifest.digest,
      takenAt: manifest.takenAt,
      // the order of takes, whatever the clock said; what another machine took is older than anything taken here
      seq: imported ? 0 : Number(db.prepare('SELECT coalesce(max(seq), 0) + 1 FROM snapshot').pluck().get()),
      manifest: JSON.stringify(manifest),
    },
  );
}

function keepRules(db: Database, digest: string, rules: readonly CatalogueRule[]): void {
  const place = db.prepare('INSERT INTO rules(digest) VALUES(?)').run(digest).lastInsertRowid;
  const find = db.prepare('SELECT id FROM rule WHERE digest = ?').pluck();
  const insert =
    db.prepare(`INSERT INTO rule(digest, text, text_digest, gid, sid, rev, action, header, msg, classtype,
    priority, kind, facts) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const refer = db.prepare('INSERT OR IGNORE INTO rule_reference(scheme, id, rule) VALUES(?, ?, ?)');
  const join = db.prepare(
    'INSERT OR REPLACE INTO rules_rule(rules, rule, enabled, by, file, line) VALUES(?, ?, ?, ?, ?, ?)',
  );
  for (const rule of rules) {
    const own = createHash('sha256').update(`${rule.priority} ${rule.text}`).digest('hex');
    let id = find.get(own) as number | bigint | undefined;
    if (id === undefined) {
      const facts = factsText(rule);
      const {text, textDigest, gid, sid, rev, action, header, msg, classtype, priority, kind} = rule;
      id = insert.run(
        own,
        text,
        textDigest,
        gid,
        sid,
        rev,
        action,
        header,
        msg,
        classtype,
        priority,
        kind,
        facts,
      ).lastInsertRowid;
      for (const {scheme, id: of} of rule.references) refer.run(scheme, of, id);
    }
    join.run(place, id, rule.enabled ? 1 : 0, rule.by, rule.place?.file, rule.place?.line);
  }
}
