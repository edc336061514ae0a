import type {LiveStore, NoticeKind, Outage, StoredNotice} from '../live/ports.ts';
import {withNewestLoads} from './newest-loads.ts';
import type {Trial} from './open-trial.ts';
import {readPlan} from './read-plan.ts';
import {durably} from './run-end.ts';
import {readFacts} from './run-facts.ts';

type Journal = Pick<
  LiveStore,
  | 'addSwitch'
  | 'addOutage'
  | 'outages'
  | 'notice'
  | 'unsent'
  | 'sent'
  | 'startRecording'
  | 'endRecording'
  | 'keepRecording'
  | 'dropRecording'
  | 'isSlotReplayed'
  | 'addCapture'
  | 'addLoad'
  | 'lastSignAt'
>;

/** What happened beside the runs: switches, outages, notices, recordings, load. */
export function liveJournal(db: Trial): Journal {
  const armId = db.prepare('SELECT id FROM arm WHERE name = ?').pluck();
  return {
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
    notice({at, kind, slot, arm, text}) {
      db.prepare('INSERT INTO notice(at, kind, slot, arm, text) VALUES(?, ?, ?, ?, ?)').run(
        at,
        kind,
        slot ?? null,
        arm ?? null,
        text,
      );
    },
    unsent: kinds => readUnsent(db, kinds),
    sent(id, at) {
      db.prepare('UPDATE notice SET sent_at = ? WHERE id = ?').run(at, id);
    },
    ...recordings(db),
    ...loads(db),
    lastSignAt() {
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

function readUnsent(db: Trial, kinds: readonly NoticeKind[]) {
  const rows = db
    .prepare(`SELECT id, at, kind, slot, arm, text FROM notice WHERE sent_at IS NULL
      AND kind IN (SELECT value FROM json_each(?)) ORDER BY id`)
    .all(JSON.stringify(kinds)) as {
    id: number;
    at: number;
    kind: NoticeKind;
    slot: number | null;
    arm: string | null;
    text: string;
  }[];
  return rows.map(({id, at, kind, slot, arm, text}): StoredNotice & {id: number} => ({
    id,
    at,
    kind,
    text,
    ...(slot === null ? {} : {slot}),
    ...(arm === null ? {} : {arm}),
  }));
}

type Recordings = Pick<
  Journal,
  'startRecording' | 'endRecording' | 'keepRecording' | 'dropRecording' | 'isSlotReplayed' | 'addCapture'
>;

function recordings(db: Trial): Recordings {
  return {
    startRecording: ({slot, file, at}) =>
      Number(
        db
          .prepare("INSERT INTO recording(slot, file, from_at, state) VALUES(?, ?, ?, 'writing')")
          .run(slot, file, at).lastInsertRowid,
      ),
    endRecording: (recording, end) => endRecording(db, recording, end),
    keepRecording: (recording, kept) => durably(db, () => keepRecording(db, recording, kept)),
    dropRecording(recording) {
      db.prepare("UPDATE recording SET state = 'dropped' WHERE id = ?").run(recording);
    },
    isSlotReplayed: slot => isSlotReplayed(db, slot),
    addCapture({path, sha256, bytes, linkType, slot}) {
      db.prepare(
        'INSERT INTO capture(path, sha256, bytes, link_type, slot) VALUES(?, ?, ?, ?, ?) ON CONFLICT(path) DO UPDATE SET slot = excluded.slot',
      ).run(path, sha256, bytes, linkType ?? null, slot);
    },
  };
}

function endRecording(
  db: Trial,
  recording: number,
  {toAt, state, packets, dropped, bytes}: Parameters<LiveStore['endRecording']>[1],
): void {
  db.prepare(
    'UPDATE recording SET to_at = ?, state = ?, packets = ?, dropped = ?, bytes = ? WHERE id = ?',
  ).run(toAt, state, packets ?? null, dropped ?? null, bytes, recording);
}

function keepRecording(
  db: Trial,
  recording: number,
  {sha256, linkType, ...end}: Parameters<LiveStore['keepRecording']>[1],
): void {
  endRecording(db, recording, {...end, state: 'kept'});
  db.prepare(`INSERT INTO capture(path, sha256, bytes, link_type, slot)
    SELECT file, ?, bytes, ?, slot FROM recording WHERE id = ? AND packets > 0
    ON CONFLICT(path) DO UPDATE SET sha256 = excluded.sha256, bytes = excluded.bytes, slot = excluded.slot`).run(
    sha256,
    linkType ?? null,
    recording,
  );
}

/** By the runs of the paired answer, over the arms that have rules now; a slot that is not over has none. */
function isSlotReplayed(db: Trial, slot: number): boolean {
  const arms = withNewestLoads(db, readPlan(db).plan).arms.filter(({ruleset}) => ruleset !== undefined);
  const {runs} = readFacts(db, 1);
  const read = new Set(
    runs.filter(run => run.unit === slot && run.outcome === 'captures-over').map(({arm}) => arm),
  );
  return arms.length > 0 && arms.every(({name}) => read.has(name));
}

function loads(db: Trial): Pick<Journal, 'addLoad'> {
  const machineRow = db.prepare('INSERT OR REPLACE INTO machine_load VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const processRow = db.prepare('INSERT OR REPLACE INTO process_load VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  return {
    addLoad: db.transaction(({at, machine, processes}: Parameters<LiveStore['addLoad']>[0]) => {
      const {user, system, iowait, idle, load1, memoryBytes, memoryUsedBytes, diskFreeBytes} = machine;
      machineRow.run(at, user, system, iowait, idle, load1, memoryBytes, memoryUsedBytes, diskFreeBytes);
      for (const {name, run, cores, memoryBytes: memory, threads, ...counts} of processes) {
        const {received, analyzed, dropped, logBytes} = counts;
        processRow.run(
          ...[at, name, run ?? null, cores, memory, threads],
          ...[received ?? null, analyzed ?? null, dropped ?? null, logBytes ?? null],
        );
      }
    }).immediate,
  };
}
