/** What the engine left out: packets that its decoder threw away, events that its queues cut. Unknown for earlier runs. */
export const leftOut = `
ALTER TABLE run ADD COLUMN discarded INT;
ALTER TABLE run ADD COLUMN events_cut INT;
DROP VIEW v_run;
CREATE VIEW v_run AS SELECT run.id AS run, arm.name AS arm, run.unit, run.attempt, run.started_at, run.ended_at,
  run.outcome, run.counted, run.exit_code, run.signal, run.received, run.analyzed, run.dropped, run.alerts_logged,
  run.wall_ms, run.cpu_ms, run.peak_bytes, run.last_words, run.slot, run.paired, run.ready_at, run.counted_from,
  run.counted_to, run.discarded, run.events_cut
  FROM run JOIN arm ON arm.id = run.arm;
`;
