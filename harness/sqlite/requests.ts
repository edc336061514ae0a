import type Database from 'better-sqlite3';
import {
  REQUEST_KINDS,
  type Request,
  type RequestDesk,
  type RequestOutcome,
  type RequestStore,
} from '../daemon/ports.ts';

/** Requests as the conducting process sees them. */
export function requestStore(db: Database.Database): RequestStore {
  const open = db.prepare(
    'SELECT id, kind, what FROM request WHERE done_at IS NULL AND taken_at IS NULL ORDER BY id',
  );
  return {
    open: () =>
      (open.all() as {id: number; kind: string; what: string}[]).flatMap(({id, kind, what}): Request[] => {
        const known = REQUEST_KINDS.find(one => one === kind);
        return known ? [{id, kind: known, what: JSON.parse(what) as unknown}] : [];
      }),
    take: (id, at) =>
      db.prepare('UPDATE request SET taken_at = ? WHERE id = ? AND taken_at IS NULL').run(at, id).changes ===
      1,
    say(id, text) {
      db.prepare('UPDATE request SET said = ? WHERE id = ?').run(text, id);
    },
    finish(id, outcome, at) {
      db.prepare('UPDATE request SET done_at = ?, outcome = ? WHERE id = ?').run(
        at,
        JSON.stringify(outcome),
        id,
      );
    },
    forget(at) {
      const outcome = {
        ok: false,
        failure: {kind: 'trial-stopped'},
        words: 'the conducting process ended before it',
      };
      db.prepare(
        'UPDATE request SET done_at = ?, outcome = ? WHERE taken_at IS NOT NULL AND done_at IS NULL',
      ).run(at, JSON.stringify(outcome));
    },
  };
}

/** Requests as the asker sees them. */
export const requestDesk = (db: Database.Database): RequestDesk => ({
  leave: (kind, what, at) =>
    Number(
      db
        .prepare('INSERT INTO request(kind, what, made_at) VALUES(?, ?, ?)')
        .run(kind, JSON.stringify(what), at).lastInsertRowid,
    ),
  look(id) {
    const row = db.prepare('SELECT taken_at, said, outcome FROM request WHERE id = ?').get(id) as {
      taken_at: number | null;
      said: string | null;
      outcome: string | null;
    };
    return {
      takenAt: row.taken_at ?? undefined,
      said: row.said ?? '',
      outcome: row.outcome === null ? undefined : (JSON.parse(row.outcome) as RequestOutcome),
    };
  },
  withdraw: id => db.prepare('DELETE FROM request WHERE id = ? AND taken_at IS NULL').run(id).changes === 1,
});
