/** Packets that the engine's decoder threw away; unknown of earlier runs. */
export const discarded = `
ALTER TABLE run ADD COLUMN discarded INT;
DROP VIEW v_run;
CREATE VIEW v_run AS SELECT run.id AS run, arm.name AS arm, run.unit, run.attempt, run.started_at, run.ended_at,
  run.outcome, run.counted, run.exit_code, run.signal, run.received, run.analyzed, run.dropped, run.alerts_logged,
  run.wall_ms, run.cpu_ms, run.peak_bytes, run.last_words, run.slot, run.paired, run.ready_at, run.counted_from,
  run.counted_to, run.discarded
  FROM run JOIN arm ON arm.id = run.arm;
`;
