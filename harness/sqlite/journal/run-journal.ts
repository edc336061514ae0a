import type {RunEnd} from '../../domain/run.ts';
import type {RunJournal, Window} from '../../live/ports.ts';
import type {Trial} from '../open-trial.ts';
import {recount} from './recount.ts';
import {durably, writeEnd} from './run-end.ts';

/** Engine processes as they begin and end, and who followed whom. */
export function runJournal(db: Trial): RunJournal {
  const armId = db.prepare('SELECT id FROM arm WHERE name = ?').pluck();
  const insert =
    db.prepare(`INSERT INTO run(arm, unit, attempt, slot, started_at, part, counted, setup, first_alert)
    SELECT arm.id, @slot, @attempt, @slot, @at, 'live', 1, (SELECT id FROM setup WHERE json = @json),
    (SELECT coalesce(max(id), 0) FROM alert) FROM arm WHERE arm.name = @arm`);
  const window = db.prepare(
    'SELECT ready_at AS readyAt, counted_from AS "from", counted_to AS "to" FROM run WHERE id = ?',
  );
  const setWindow = db.prepare(
    'UPDATE run SET ready_at = @readyAt, counted_from = @from, counted_to = @to WHERE id = @run',
  );
  const put = (run: number, {readyAt, from, to}: Window): void => {
    setWindow.run({run, readyAt: readyAt ?? null, from: from ?? null, to: to ?? null});
  };
  return {
    startRun: ({slot, arm, attempt, setup, at}) =>
      Number(insert.run({slot, arm, attempt, at, json: JSON.stringify(setup)}).lastInsertRowid),
    addSwitch(made) {
      db.prepare(`INSERT INTO switch(slot, arm, old_run, new_run, ready_at, old_ended_at, blind_us, blind_packets)
        VALUES(?, ?, ?, ?, ?, ?, ?, ?)`).run(
        made.slot,
        armId.get(made.arm),
        made.oldRun ?? null,
        made.newRun,
        made.readyAt,
        made.oldEndedAt ?? null,
        made.blindMicros,
        made.blindPackets ?? null,
      );
    },
    runReady: put,
    windowOf(run) {
      const row = window.get(run) as Record<keyof Window, number | null>;
      return {readyAt: row.readyAt ?? undefined, from: row.from ?? undefined, to: row.to ?? undefined};
    },
    finishRun: (run, end, counted, at) => durably(db, () => finish(db, run, end, counted, put, at)),
  };
}

function finish(
  db: Trial,
  run: number,
  end: RunEnd,
  window: Window,
  put: (run: number, window: Window) => void,
  at: number,
): void {
  // an empty window for an engine that never inspected: nothing of it counts
  const inspected = window.readyAt !== undefined;
  writeEnd(db, run, end, {at, counted: inspected});
  put(run, window);
  // all of them, counted or not, before the rollups forget those that do not count
  db.prepare(
    'UPDATE run SET alerts_stored = (SELECT coalesce(sum(n), 0) FROM run_rule WHERE run = @run) WHERE id = @run',
  ).run({run});
  if (inspected) recount(db, run, window.from ?? null, window.to ?? null);
}
