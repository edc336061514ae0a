import type {RunEnd} from '../../domain/run.ts';
import type {Trial} from '../open-trial.ts';

/** A commit that has reached the disk when it returns, and with it all before it: a log may go after it. */
export function durably(db: Trial, write: () => void): void {
  db.pragma('synchronous = FULL');
  try {
    db.transaction(write).immediate();
  } finally {
    db.pragma('synchronous = NORMAL');
  }
}

/** How a run ended, what it read and cost; `counted` when its alerts count. */
export function writeEnd(
  db: Trial,
  run: number,
  end: RunEnd,
  {at, counted}: {at: number; counted: boolean},
): void {
  const {packets, cost} = end;
  db.prepare(`UPDATE run SET ended_at = @at, outcome = @outcome, counted = @counted, exit_code = @exitCode, signal = @signal,
    received = @received, analyzed = @analyzed, dropped = @dropped, discarded = @discarded, alerts_logged = @logged, events_cut = @eventsCut, wall_ms = @wall,
    cpu_ms = @cpu, peak_bytes = @peak, last_words = @words WHERE id = @run`).run({
    run,
    at,
    outcome: end.outcome,
    counted: counted ? 1 : 0,
    exitCode: end.exitCode ?? null,
    signal: end.signal ?? null,
    received: packets?.received ?? null,
    analyzed: packets?.analyzed ?? null,
    dropped: packets?.dropped ?? null,
    discarded: packets?.discarded ?? null,
    logged: end.alertsLogged ?? null,
    eventsCut: end.eventsCut ?? null,
    wall: Math.round(cost.wallMs),
    cpu: cost.cpuMs ?? null,
    peak: cost.peakBytes ?? null,
    words: end.endReason ?? null,
  });
  const problem = db.prepare(`UPDATE run_capture SET problem = ? WHERE run = ?
    AND capture = (SELECT id FROM capture WHERE path = ?)`);
  for (const {path, reason} of end.problems) problem.run(reason, run, path);
}
