import {runView} from './0007-part-of-a-run.ts';
import {foundAlertView, foundRuleView} from './0010-rules-found.ts';

/** SQL that writes epoch microseconds as ISO 8601 in UTC, with all six digits; NULL stays NULL. */
const iso = (column: string): string =>
  `strftime('%Y-%m-%dT%H:%M:%S', ${column} / 1000000, 'unixepoch') || printf('.%06dZ', ${column} % 1000000)`;

/** Adds columns at the end of a view, each a time in ISO 8601. `last` is the view's last column so far. */
function withTimes(view: string, last: string, times: Readonly<Record<string, string>>): string {
  const added = Object.entries(times).map(([name, column]) => `, ${iso(column)} AS ${name}`);
  return view.replace(new RegExp(` ${last}\\s+FROM `), ` ${last}${added.join('')} FROM `);
}

/** Every time in the views stands in ISO 8601 beside its microseconds, so that a person can read and filter it. */
export const isoTimes = `
DROP VIEW v_alert;
${withTimes(foundAlertView, 'AS class', {time: 'alert.at'})}
DROP VIEW v_rule_fired;
${withTimes(foundRuleView, 'AS class', {first_time: 'fired.first_at', last_time: 'fired.last_at'})}
DROP VIEW v_run;
${withTimes(runView, 'run.events_cut', {
  started_time: 'run.started_at',
  ended_time: 'run.ended_at',
  ready_time: 'run.ready_at',
  counted_from_time: 'run.counted_from',
  counted_to_time: 'run.counted_to',
})}
DROP VIEW v_slot;
CREATE VIEW v_slot AS SELECT slot.id AS slot, rotation, begins_at, ends_at, arm.name AS arm, slot.state, slot.reason,
  slot_arm.words, ${iso('begins_at')} AS begins_time, ${iso('ends_at')} AS ends_time
  FROM slot JOIN slot_arm ON slot_arm.slot = slot.id JOIN arm ON arm.id = slot_arm.arm;
`;
