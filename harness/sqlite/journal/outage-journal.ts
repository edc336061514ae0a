import type {Outage, OutageJournal} from '../../live/ports.ts';
import type {Trial} from '../open-trial.ts';

/** Stores times in which no engine could inspect, and finds the last heartbeat of a conductor. */
export function outageJournal(db: Trial): OutageJournal {
  return {
    addOutage({fromAt, toAt, kind, expected, reason}) {
      db.prepare('INSERT INTO outage(from_at, to_at, kind, expected, reason) VALUES(?, ?, ?, ?, ?)').run(
        fromAt,
        toAt,
        kind,
        expected ? 1 : 0,
        reason,
      );
    },
    outages: () => readOutages(db),
    lastHeartbeatAt() {
      const at = db
        .prepare(`SELECT max(at) FROM (SELECT max(started_at) AS at FROM run UNION ALL SELECT max(ended_at) FROM run
          UNION ALL SELECT max(ready_at) FROM run UNION ALL SELECT max(closed_at) FROM slot
          UNION ALL SELECT max(prepared_at) FROM slot_arm UNION ALL SELECT max(at) FROM notice
          UNION ALL SELECT max(to_at) FROM outage UNION ALL SELECT max(at) FROM machine_load)`)
        .pluck()
        .get();
      return typeof at === 'number' ? at : undefined;
    },
  };
}

/** In the order in which they were noted. */
export function readOutages(db: Trial): readonly Outage[] {
  const rows = db
    .prepare('SELECT from_at AS fromAt, to_at AS toAt, kind, expected, reason FROM outage ORDER BY id')
    .all() as (Omit<Outage, 'expected'> & {expected: number})[];
  return rows.map(row => ({...row, expected: row.expected === 1}));
}
