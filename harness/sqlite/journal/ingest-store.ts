import type {Batch, IngestStore, KnownLines, KnownLog} from '../../ingest/ports.ts';
import type {PlacedAlert} from '../../trial/ports.ts';
import type {Trial} from '../open-trial.ts';
import {alertRows} from './alert-rows.ts';
import {dictionaries} from './dictionaries.ts';
import {rollups} from './rollups.ts';

/** Alerts, rejects, rollups and cursor in one transaction, guarded by the cursor's offset: exactly once. */
export function ingestStore(db: Trial): IngestStore<PlacedAlert> {
  const words = dictionaries(db);
  const addUp = rollups(db);
  const insert = alertRows(db, words);
  const findLog = db.prepare('SELECT id FROM log WHERE run = ? AND digest = ?').pluck();
  const newLog = db.prepare(
    'INSERT INTO log(run, digest, first, name, offset) VALUES(?, ?, ?, ?, 0) ON CONFLICT DO NOTHING',
  );
  const moveCursor = db.prepare(
    'UPDATE log SET offset = @to, prefix = @digest WHERE run = @run AND digest = @log AND offset = @from',
  );
  const insertLines = db.prepare('INSERT INTO log_lines(log, prints) VALUES(?, ?)');
  const addGuesses = db.prepare(`UPDATE log SET guessed = guessed + @records,
    guessed_from = min(coalesce(guessed_from, @from), @from), guessed_to = max(coalesce(guessed_to, @to), @to)
    WHERE run = @run AND digest = @log`);
  const insertReject = db.prepare(
    'INSERT INTO reject(log, offset, length, reason, head) VALUES(?, ?, ?, ?, ?)',
  );

  const commit = db.transaction(({owner: run, ...batch}: Batch<PlacedAlert>) => {
    for (const {log, first, name, from, to, digest, prints, guessed} of batch.moves) {
      newLog.run(run, log, first, name);
      const moved = moveCursor.run({run, log, from, to, digest});
      if (moved.changes !== 1) throw new Error(`the cursor of ${name} is not at byte ${from}`);
      if (guessed) addGuesses.run({...guessed, run, log});
      if (prints) insertLines.run(findLog.get(run, log), prints);
    }
    const sums = addUp.begin(run);
    for (const {alert, capture} of batch.records) {
      const row = insert.add(alert, run, capture);
      sums.add(capture, row.rule, alert.at, row.src);
    }
    insert.flush();
    sums.write();
    for (const {reject, log} of batch.rejects) {
      insertReject.run(findLog.get(run, log), reject.offset, reject.length, reject.reason, reject.head);
    }
  });

  return {
    ...knownLogs(db),
    running: new Map(),
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

const KNOWN = `SELECT digest AS log, first, name, offset, prefix AS digest FROM log WHERE run = @run
  AND (@first IS NULL OR first = @first) ORDER BY id`;

function knownLogs(db: Trial): Pick<IngestStore<PlacedAlert>, 'known' | 'lines'> {
  const known = db.prepare(KNOWN);
  const lines =
    db.prepare(`SELECT log.digest AS log, log.name, prints FROM log_lines JOIN log ON log.id = log_lines.log
    WHERE log.run = ? ORDER BY log.id, log_lines.id`);
  return {
    known: (run, first) =>
      (known.all({run, first: first ?? null}) as (Omit<KnownLog, 'digest'> & {digest: string | null})[]).map(
        row => ({...row, digest: row.digest ?? undefined}),
      ),
    lines(run) {
      const parts = new Map<string, {name: string; prints: Buffer[]}>();
      for (const {log, name, prints} of lines.all(run) as KnownLines[]) {
        const known = parts.get(log) ?? {name, prints: []};
        parts.set(log, known);
        known.prints.push(prints);
      }
      return [...parts].map(([log, {name, prints}]) => ({log, name, prints: Buffer.concat(prints)}));
    },
  };
}
