import type {Batch, IngestStore} from '../ingest/ports.ts';
import {alertRows} from './alert-rows.ts';
import {dictionaries} from './dictionaries.ts';
import type {Trial} from './open-trial.ts';
import {rollups} from './rollups.ts';

/** Alerts, rejects, rollups and cursor in one transaction, guarded by the cursor's offset: exactly once. */
export function ingestStore(db: Trial): IngestStore {
  const words = dictionaries(db);
  const addUp = rollups(db);
  const insert = alertRows(db, words);
  const findCursor = db.prepare('SELECT offset FROM log WHERE run = ? AND digest = ?').pluck();
  const findLog = db.prepare('SELECT id FROM log WHERE run = ? AND digest = ?').pluck();
  const newLog = db.prepare(
    'INSERT INTO log(run, digest, name, offset) VALUES(?, ?, ?, 0) ON CONFLICT DO NOTHING',
  );
  const moveCursor = db.prepare(
    'UPDATE log SET offset = @to WHERE run = @run AND digest = @log AND offset = @from',
  );
  const insertReject = db.prepare(
    'INSERT INTO reject(log, offset, length, reason, head) VALUES(?, ?, ?, ?, ?)',
  );

  const commit = db.transaction((batch: Batch) => {
    for (const {log, name, from, to} of batch.moves) {
      newLog.run(batch.run, log, name);
      const moved = moveCursor.run({run: batch.run, log, from, to});
      if (moved.changes !== 1) throw new Error(`the cursor of ${name} is not at byte ${from}`);
    }
    const sums = addUp.begin(batch.run);
    for (const {alert, capture} of batch.alerts) {
      const row = insert.add(alert, batch.run, capture);
      sums.add(capture, row.rule, alert.at, row.src);
    }
    insert.flush();
    sums.write();
    for (const {reject, log} of batch.rejects) {
      insertReject.run(findLog.get(batch.run, log), reject.offset, reject.length, reject.reason, reject.head);
    }
  });

  return {
    cursor: (run, log) => Number(findCursor.get(run, log) ?? 0),
    commit(batch) {
      try {
        commit.immediate(batch);
      } catch (thrown) {
        words.forget();
        insert.forget();
        throw thrown;
      }
    },
  };
}
