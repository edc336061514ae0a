import type {NoticeKind, StoredNotice} from '../../live/notice-kinds.ts';
import type {NoticeJournal} from '../../live/ports.ts';
import type {Trial} from '../open-trial.ts';

/** What a person is told, and whether a webhook was. */
export function noticeJournal(db: Trial): NoticeJournal {
  return {
    notice({at, kind, slot, arm, text}) {
      db.prepare('INSERT INTO notice(at, kind, slot, arm, text) VALUES(?, ?, ?, ?, ?)').run(
        at,
        kind,
        slot ?? null,
        arm ?? null,
        text,
      );
    },
    unsent: kinds => readUnsent(db, kinds),
    sent(id, at) {
      db.prepare('UPDATE notice SET sent_at = ? WHERE id = ?').run(at, id);
    },
  };
}

function readUnsent(db: Trial, kinds: readonly NoticeKind[]) {
  const rows = db
    .prepare(`SELECT id, at, kind, slot, arm, text FROM notice WHERE sent_at IS NULL
      AND kind IN (SELECT value FROM json_each(?)) ORDER BY id`)
    .all(JSON.stringify(kinds)) as {
    id: number;
    at: number;
    kind: NoticeKind;
    slot: number | null;
    arm: string | null;
    text: string;
  }[];
  return rows.map(({id, at, kind, slot, arm, text}): StoredNotice & {id: number} => ({
    id,
    at,
    kind,
    text,
    ...(slot === null ? {} : {slot}),
    ...(arm === null ? {} : {arm}),
  }));
}
