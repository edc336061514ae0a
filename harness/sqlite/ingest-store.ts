import {type Alert, NUMBER_FIELDS} from '../domain/alert.ts';
import type {Batch, IngestStore} from '../ingest/ports.ts';
import {type Dictionaries, dictionaries} from './dictionaries.ts';
import type {Trial} from './open-trial.ts';
import {rollups} from './rollups.ts';

const COLUMNS = ['run', 'capture', 'at', 'rule', 'context', 'iface', 'src', 'dst', ...NUMBER_FIELDS];

/** Alerts, rejects, rollups and cursor in one transaction, guarded by the cursor's offset: exactly once. */
export function ingestStore(db: Trial): IngestStore {
  const words = dictionaries(db);
  const addUp = rollups(db);
  const insert = alertInserter(db, words);
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
      const row = insert(alert, batch.run, capture);
      sums.add(capture, row.rule, alert.at, row.src);
    }
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
        throw thrown;
      }
    },
  };
}

/** Words for which a full dictionary has no room are kept beside the alert. */
function keptBeside(alert: Alert, rule: number | undefined, context: number | undefined): string {
  return JSON.stringify({
    ...(alert.extra ? JSON.parse(alert.extra) : {}),
    ...(rule === undefined ? {msg: alert.msg, class: alert.classtype, priority: alert.priority} : {}),
    ...(context === undefined ? alert.context : {}),
  });
}

interface Placed {
  readonly rule: number;
  readonly src: number | null;
}

/**
 * Inserts one alert and says under which rule and source it stands. One row a statement: a statement of many rows makes
 * SQLite keep a journal of its own for it, in a temporary file, which cost more than it saved.
 */
function alertInserter(db: Trial, words: Dictionaries) {
  const insert = db.prepare(
    `INSERT INTO alert(${COLUMNS.join(', ')}) VALUES(${COLUMNS.map(() => '?').join(', ')})`,
  );
  const insertExtra = db.prepare('INSERT INTO alert_extra(alert, json) VALUES(?, ?)');
  // one array for all rows, in the order of COLUMNS: SQLite has read it when `run` returns
  const cells: (number | null)[] = COLUMNS.map(() => null);
  return (alert: Alert, run: number, capture: number): Placed => {
    const known = words.rule(alert);
    const context = words.context(alert);
    const rule = known ?? words.bareRule(alert);
    const src = alert.src === null ? null : words.address(alert.src);
    cells[0] = run;
    cells[1] = capture;
    cells[2] = alert.at;
    cells[3] = rule;
    cells[4] = context ?? words.bareContext();
    cells[5] = alert.iface === null ? null : words.iface(alert.iface);
    cells[6] = src;
    cells[7] = alert.dst === null ? null : words.address(alert.dst);
    for (let place = 0; place < NUMBER_FIELDS.length; place += 1)
      cells[8 + place] = alert.numbers[place] ?? null;
    const inserted = insert.run(cells);
    const kept =
      known !== undefined && context !== undefined ? alert.extra : keptBeside(alert, known, context);
    if (kept !== null) insertExtra.run(inserted.lastInsertRowid, kept);
    return {rule, src};
  };
}
