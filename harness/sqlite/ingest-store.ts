import {type Alert, NUMBER_FIELDS} from '../domain/alert.ts';
import type {Batch, IngestStore} from '../ingest/ports.ts';
import {dictionaries} from './dictionaries.ts';
import type {Trial} from './open-trial.ts';
import {type Counted, rollups} from './rollups.ts';

const COLUMNS = ['run', 'capture', 'at', 'rule', 'context', 'iface', 'src', 'dst', ...NUMBER_FIELDS];
/** Rows in one statement: 50 to 200 were the fastest. */
const ROWS = 64;

/** Alerts, rejects, rollups and cursor in one transaction, guarded by the cursor's offset: exactly once. */
export function ingestStore(db: Trial): IngestStore {
  const words = dictionaries(db);
  const addUp = rollups(db);
  const insert = alertInserter(db);
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
    const counted: Counted[] = [];
    const rows: Row[] = [];
    for (const {alert, capture} of batch.alerts) {
      const row = toRow(alert, batch.run, capture);
      rows.push(row);
      counted.push({capture, rule: row.rule, at: alert.at, src: row.src});
    }
    insert(rows);
    addUp(batch.run, counted);
    for (const {reject, log} of batch.rejects) {
      insertReject.run(findLog.get(batch.run, log), reject.offset, reject.length, reject.reason, reject.head);
    }
  });

  function toRow(alert: Alert, run: number, capture: number): Row {
    const rule = words.rule(alert);
    const context = words.context(alert);
    const kept = rule !== undefined && context !== undefined ? alert.extra : keptBeside(alert, rule, context);
    const src = alert.src === null ? null : words.address(alert.src);
    const ruleRow = rule ?? words.bareRule(alert);
    const cells = [
      run,
      capture,
      alert.at,
      ruleRow,
      context ?? words.bareContext(),
      alert.iface === null ? null : words.iface(alert.iface),
      src,
      alert.dst === null ? null : words.address(alert.dst),
      ...alert.numbers,
    ];
    return {cells, extra: kept, rule: ruleRow, src};
  }

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

interface Row {
  readonly cells: readonly (number | null)[];
  readonly extra: string | null;
  readonly rule: number;
  readonly src: number | null;
}

/** Inserts many rows a statement; a row with an extra goes alone, since its id is needed. */
function alertInserter(db: Trial): (rows: readonly Row[]) => void {
  const one = `(${COLUMNS.map(() => '?').join(', ')})`;
  const into = `INSERT INTO alert(${COLUMNS.join(', ')}) VALUES`;
  const many = db.prepare(`${into} ${new Array(ROWS).fill(one).join(', ')}`);
  const single = db.prepare(`${into} ${one}`);
  const insertExtra = db.prepare('INSERT INTO alert_extra(alert, json) VALUES(?, ?)');
  return rows => {
    const plain = rows.filter(row => row.extra === null);
    const whole = plain.length - (plain.length % ROWS);
    for (let from = 0; from < whole; from += ROWS) {
      many.run(plain.slice(from, from + ROWS).flatMap(row => row.cells));
    }
    for (const row of plain.slice(whole)) single.run(row.cells);
    for (const row of rows) {
      if (row.extra !== null) insertExtra.run(single.run(row.cells).lastInsertRowid, row.extra);
    }
  };
}
