import {alertView, ruleFiredView} from './0006-parts.ts';

/** JSON with the names that kinds of engines have now; inside a text of it the marks would be escaped. */
const engineKinds = (column: string): string =>
  [
    ['snort3', 'snort'],
    ['recorded', 'playback'],
    ['foreign', 'log'],
  ].reduce((inner, [from, to]) => `replace(${inner}, '"kind":"${from}"', '"kind":"${to}"')`, column);

/** The view of runs, with the part of each. */
export const runView = `CREATE VIEW v_run AS SELECT run.id AS run, arm.name AS arm, run.unit, run.attempt, run.started_at, run.ended_at,
  run.outcome, run.counted, run.exit_code, run.signal, run.received, run.analyzed, run.dropped,
  run.alerts_logged, run.wall_ms, run.cpu_ms, run.peak_bytes, run.last_words, run.slot, run.part, run.ready_at,
  run.counted_from, run.counted_to, run.discarded, run.events_cut
  FROM run JOIN arm ON arm.id = run.arm;`;

/**
 * Every run names its part when it begins, and `counted` is 0 or 1. What an arm runs is its setup: the table `loaded` and
 * the columns that lead to it are called so, for load is what processes consume. Engines are told apart as
 * `snort`, `playback` and `log`.
 */
export const partOfARun = `
DROP VIEW v_alert;
DROP VIEW v_rule_fired;
DROP VIEW v_run;
DROP VIEW counted_run;
DROP VIEW run_part;

ALTER TABLE run ADD COLUMN part TEXT NOT NULL DEFAULT 'live';
UPDATE run SET counted = counted > 0,
  part = iif(paired OR (SELECT plan ->> '$.kind' FROM trial) = 'replay', 'same-traffic', 'live');
ALTER TABLE run DROP COLUMN paired;
ALTER TABLE loaded RENAME TO setup;
ALTER TABLE run RENAME COLUMN loads TO setup;
ALTER TABLE slot_arm RENAME COLUMN loads TO setup;
ALTER TABLE slot_arm RENAME COLUMN gave_up_at TO abandoned_at;

UPDATE trial SET plan = ${engineKinds('plan')};
UPDATE setup SET json = ${engineKinds('json')};

CREATE VIEW counted_run AS SELECT * FROM run WHERE counted;
${alertView}
${ruleFiredView}
${runView}
`;
