import type {Manifest} from '../../domain/snapshot.ts';
import type {MessageOf} from '../../ingest/known-message.ts';
import {descriptionsWith} from '../../rules/classtypes.ts';
import type {CatalogueRule} from '../../snapshots/catalogue-rules.ts';
import {factsText} from '../catalogue-rows.ts';
import type {Trial} from '../open-trial.ts';

/** Keeps facts of a snapshot's rules, without their texts: what a copied trial is judged with, and may be published. */
export function keepKnownRules(
  db: Trial,
  {digest, classifications = []}: Pick<Manifest, 'digest' | 'classifications'>,
  rules: readonly CatalogueRule[],
): void {
  const insert =
    db.prepare(`INSERT OR IGNORE INTO known_rule(digest, gid, sid, rev, enabled, kind, msg, classtype,
    priority, facts, text_digest, class) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const classOf = descriptionsWith(classifications);
  for (const rule of rules) {
    const {gid, sid, rev, enabled, kind, msg, classtype, priority, textDigest} = rule;
    const own = [digest, gid, sid, rev, enabled ? 1 : 0, kind, msg, classtype, priority];
    insert.run(...own, factsText(rule), textDigest, classOf(classtype));
  }
}

/** Messages of a snapshot's rules, looked up one by one: only few are ever asked for. */
export function messagesOf(db: Trial, digest: string | undefined): MessageOf {
  const find = db
    .prepare('SELECT msg FROM known_rule WHERE digest = ? AND gid = ? AND sid = ? AND rev = ?')
    .pluck();
  return ({gid, sid, rev}) => find.get(digest ?? '', gid, sid, rev) as string | undefined;
}
