import type {Outcome} from '../../domain/run.ts';
import type {LiveFacts, RecordingFact, SlotArmFact, SlotFact, SlotState} from '../../live/live-facts.ts';
import type {Trial} from '../open-trial.ts';

interface SlotRow {
  readonly slot: number;
  readonly rotation: number;
  readonly beginsAt: number;
  readonly endsAt: number;
  readonly state: SlotState | null;
}

const SLOTS = `SELECT id AS slot, rotation, begins_at AS beginsAt, ends_at AS endsAt, state FROM slot ORDER BY id`;
const SLOT_ARMS = `SELECT slot, arm.name AS arm, prepared_at IS NOT NULL AS prepared, setup IS NOT NULL AS hasSetup,
  abandoned_at IS NOT NULL AS keepsFailing FROM slot_arm JOIN arm ON arm.id = slot_arm.arm ORDER BY slot, arm.id`;
const LIVE_RUNS = `SELECT run.id AS run, slot, arm.name AS arm, attempt, started_at AS startedAt, ready_at AS readyAt,
  ended_at AS endedAt, outcome FROM run JOIN arm ON arm.id = run.arm WHERE part = 'live' ORDER BY run.id`;
const RECORDINGS = `SELECT id AS recording, slot, file, from_at AS fromAt, coalesce(bytes, 0) AS bytes,
  coalesce(packets, 0) AS packets, state
  FROM recording ORDER BY id`;

/** All that decides what is next in a live trial. As long as nobody wrote to the store, the last reading is given again. */
export function liveFactsReader(db: Trial): () => LiveFacts {
  const read = readerOf(db);
  // commits of other connections, and rows that this one has changed
  const [others, own] = [
    db.prepare('PRAGMA data_version').pluck(),
    db.prepare('SELECT total_changes()').pluck(),
  ];
  const versionNow = () => `${others.get()} ${own.get()}`;
  let last: {readonly version: string; readonly facts: LiveFacts} | undefined;
  return () => {
    // before the facts are read: what is written meanwhile is read again
    const version = versionNow();
    if (last?.version !== version) last = {version, facts: read()};
    return last.facts;
  };
}

/** Each time in one read transaction. */
function readerOf(db: Trial): () => LiveFacts {
  const trialRow = db.prepare('SELECT sealed_at AS sealedAt, stopped_at AS stoppedAt FROM trial');
  const [slotRows, slotArmRows] = [db.prepare(SLOTS), db.prepare(SLOT_ARMS)];
  const [runRows, recordingRows] = [db.prepare(LIVE_RUNS), db.prepare(RECORDINGS)];
  return db.transaction((): LiveFacts => {
    const trial = trialRow.get() as {sealedAt: number | null; stoppedAt: number | null};
    return {
      sealed: trial.sealedAt !== null,
      stoppedAt: trial.stoppedAt ?? undefined,
      slots: slotFacts(slotRows.all() as SlotRow[], slotArmRows.all() as SlotArmRow[]),
      runs: (runRows.all() as LiveRow[]).map(row => ({
        ...row,
        readyAt: row.readyAt ?? undefined,
        endedAt: row.endedAt ?? undefined,
        outcome: row.outcome ?? undefined,
      })),
      recordings: recordingRows.all() as RecordingFact[],
    };
  }).deferred;
}

interface LiveRow {
  readonly run: number;
  readonly slot: number;
  readonly arm: string;
  readonly attempt: number;
  readonly startedAt: number;
  readonly readyAt: number | null;
  readonly endedAt: number | null;
  readonly outcome: Outcome | null;
}

interface SlotArmRow {
  readonly slot: number;
  readonly arm: string;
  readonly prepared: number;
  readonly hasSetup: number;
  readonly keepsFailing: number;
}

function slotFacts(slots: readonly SlotRow[], slotArms: readonly SlotArmRow[]): readonly SlotFact[] {
  const arms = new Map<number, SlotArmFact[]>();
  for (const {slot, arm, prepared, hasSetup, keepsFailing} of slotArms) {
    const of = arms.get(slot) ?? [];
    arms.set(slot, of);
    of.push({arm, prepared: prepared === 1, hasSetup: hasSetup === 1, keepsFailing: keepsFailing === 1});
  }
  return slots.map(row => ({
    ...row,
    state: row.state ?? undefined,
    arms: arms.get(row.slot) ?? [],
  }));
}
