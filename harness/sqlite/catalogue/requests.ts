import {
  ASKER_GONE_AFTER,
  ENDED_BEFORE,
  REQUEST_KINDS,
  type Request,
  type RequestDesk,
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

/** Of an asker that is gone, or of another time of the clock. */
const isStale = (row: Row, at: number): boolean => Math.abs(at - row.made_at) > ASKER_GONE_AFTER;

const STALE = unanswered('the command that made it is no longer waiting');

/** Requests as the conducting process sees them. */
export function requestStore(db: Database): RequestStore {
  const open = db.prepare(
    'SELECT id, kind, what, made_at FROM request WHERE done_at IS NULL AND taken_at IS NULL ORDER BY id',
  );
  const finish = db.prepare('UPDATE request SET done_at = ?, outcome = ? WHERE id = ?');
  // its asker may have refreshed it since it was read
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
    take: (id, at) =>
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

/** A row that cannot be answered now hinders no other: it is met again with the next look. */
function quietly(work: () => void): void {
  try {
    work();
  } catch {}
}

/** The conducting process may write just now. */
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

/** Requests as the asker sees them. */
export const requestDesk = (db: Database): RequestDesk => ({
  leave: (kind, what, at) =>
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
