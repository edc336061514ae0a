import type {RecordingJournal} from '../../live/ports.ts';
import {withNewestSetups} from '../newest-setups.ts';
import type {Trial} from '../open-trial.ts';
import {readPlan} from '../read-plan.ts';
import {durably} from './run-end.ts';
import {readFacts} from './run-facts.ts';

/** Capture files, and the captures that every arm is to read. */
export function recordingJournal(db: Trial): RecordingJournal {
  return {
    startRecording: ({slot, file, at}) =>
      Number(
        db
          .prepare("INSERT INTO recording(slot, file, from_at, state) VALUES(?, ?, ?, 'writing')")
          .run(slot, file, at).lastInsertRowid,
      ),
    endRecording: (recording, end) => endRecording(db, recording, end),
    keepRecording: (recording, kept) => durably(db, () => keepRecording(db, recording, kept)),
    deleteRecording(recording) {
      db.prepare("UPDATE recording SET state = 'deleted' WHERE id = ?").run(recording);
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
  {toAt, state, packets, dropped, bytes}: Parameters<RecordingJournal['endRecording']>[1],
): void {
  db.prepare(
    'UPDATE recording SET to_at = ?, state = ?, packets = ?, dropped = ?, bytes = ? WHERE id = ?',
  ).run(toAt, state, packets ?? null, dropped ?? null, bytes, recording);
}

function keepRecording(
  db: Trial,
  recording: number,
  {sha256, linkType, ...end}: Parameters<RecordingJournal['keepRecording']>[1],
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

/** By the runs of the part `same-traffic`, over the arms that have rules now; a slot that is not over has none. */
function isSlotReplayed(db: Trial, slot: number): boolean {
  const arms = withNewestSetups(db, readPlan(db).plan).arms.filter(({ruleset}) => ruleset !== undefined);
  const {runs} = readFacts(db, 'same-traffic');
  const read = new Set(
    runs.filter(run => run.unit === slot && run.outcome === 'captures-over').map(({arm}) => arm),
  );
  return arms.length > 0 && arms.every(({name}) => read.has(name));
}
