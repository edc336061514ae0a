import {
  ASKER_GONE_AFTER,
  ENDED_BEFORE,
  REQUEST_KINDS,
  type Request,
  type RequestClient,
  type RequestOutcome,
  type RequestStore,
  unanswered,
} from '../../daemon/ports.ts';
import type {Database} from '../database.ts';

interface Row {
  readonly id: number;
  readonly kind: string;
  readonly what: string;
  readonly made_at: number;
}

/** Returns whether nobody waits for a request any more, or the clock has changed. */
const isStale = (row: Row, at: number): boolean => Math.abs(at - row.made_at) > ASKER_GONE_AFTER;

const STALE = unanswered('the command that made it is no longer waiting');

/** The requests as seen by the conducting process. */
export function requestStore(db: Database): RequestStore {
  const open = db.prepare(
    'SELECT id, kind, what, made_at FROM request WHERE done_at IS NULL AND taken_at IS NULL ORDER BY id',
  );
  const finish = db.prepare('UPDATE request SET done_at = ?, outcome = ? WHERE id = ?');
  // the command may have refreshed it since it was read
  const dismiss = db.prepare('UPDATE request SET done_at = ?, outcome = ? WHERE id = ? AND made_at = ?');
  return {
    open: at =>
      (open.all() as Row[]).flatMap((row): Request[] => {
        const {id} = row;
        if (isStale(row, at)) {
          quietly(() => dismiss.run(at, JSON.stringify(STALE), id, row.made_at));
          return [];
        }
        const kind = REQUEST_KINDS.find(one => one === row.kind);
        if (!kind) return [];
        const what = parsed(row.what);
        if (what) return [{id, kind, what: what.value}];
        const words = `a request from another version, or a damaged one: the details of ${kind} are not JSON`;
        quietly(() => finish.run(at, JSON.stringify(unanswered(words)), id));
        return [];
      }),
    accept: (id, at) =>
      db
        .prepare('UPDATE request SET taken_at = ? WHERE id = ? AND taken_at IS NULL AND done_at IS NULL')
        .run(at, id).changes === 1,
    say(id, text) {
      db.prepare('UPDATE request SET said = ? WHERE id = ?').run(text, id);
    },
    finish(id, outcome, at) {
      finish.run(at, JSON.stringify(outcome), id);
    },
    forget(at) {
      db.prepare(
        'UPDATE request SET done_at = ?, outcome = ? WHERE taken_at IS NOT NULL AND done_at IS NULL',
      ).run(at, JSON.stringify(ENDED_BEFORE));
    },
  };
}

/** Ignores a failure to answer a request: the next look tries again, and other requests are not affected. */
function quietly(work: () => void): void {
  try {
    work();
  } catch {}
}

/** Ignores that the store is busy because the conducting process is writing. */
function unlessBusy(work: () => void): void {
  try {
    work();
  } catch (thrown) {
    if ((thrown as {code?: string}).code !== 'SQLITE_BUSY') throw thrown;
  }
}

function parsed(json: string): {readonly value: unknown} | undefined {
  try {
    return {value: JSON.parse(json) as unknown};
  } catch {
    return undefined;
  }
}

/** The requests as seen by a command that sends one. */
export const requestClient = (db: Database): RequestClient => ({
  send: (kind, what, at) =>
    Number(
      db
        .prepare('INSERT INTO request(kind, what, made_at) VALUES(?, ?, ?)')
        .run(kind, JSON.stringify(what), at).lastInsertRowid,
    ),
  refresh(id, at) {
    unlessBusy(() =>
      db
        .prepare('UPDATE request SET made_at = ? WHERE id = ? AND taken_at IS NULL AND done_at IS NULL')
        .run(at, id),
    );
  },
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
  withdraw: id =>
    db.prepare('DELETE FROM request WHERE id = ? AND taken_at IS NULL AND done_at IS NULL').run(id)
      .changes === 1,
});
