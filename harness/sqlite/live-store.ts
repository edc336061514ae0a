import type {RunEnd} from '../domain/run.ts';
import {isLivePlan, type LiveTrialPlan, type PlanArm} from '../domain/trial.ts';
import type {LiveStore, Window} from '../live/ports.ts';
import type {CatalogueRule} from '../snapshots/catalogue-rules.ts';
import type {TrialStore} from '../trial/ports.ts';
import {keepKnownRules} from './known-rules.ts';
import {liveFactsReader} from './live-facts.ts';
import {liveJournal} from './live-journal.ts';
import {newestLoad} from './newest-loads.ts';
import {openTrial, type Trial} from './open-trial.ts';
import {pairedStore} from './paired-store.ts';
import {recount} from './recount.ts';
import {durably, writeEnd} from './run-end.ts';
import {createTrialStore, trialStore} from './trial-store.ts';

/** Rules of a snapshot by the catalogue. */
export type RulesOf = (digest: string) => readonly CatalogueRule[];

/** Undefined: the trial there is none that is conducted slot by slot. */
export function openLiveStore(path: string, rulesOf: RulesOf): LiveStore | undefined {
  const db = openTrial(path);
  const base = trialStore(db);
  const {plan} = base;
  if (isLivePlan(plan)) return liveStore(db, base, plan, rulesOf);
  base.close();
  return undefined;
}

/** As `createTrialStore`, open for its conductor. */
export function createLiveStore(
  path: string,
  name: string,
  plan: LiveTrialPlan,
  rulesOf: RulesOf = () => [],
): LiveStore {
  createTrialStore(path, name, plan, rulesOf).close();
  const db = openTrial(path);
  return liveStore(db, trialStore(db), plan, rulesOf);
}

/** The store of a rotating or concurrent trial: slots and live runs beside what every trial has. */
function liveStore(db: Trial, base: TrialStore, plan: LiveTrialPlan, rulesOf: RulesOf): LiveStore {
  const {name, ingest, alertsOf, messagesOf, armChecked, seal, close} = base;
  return {
    ...{name, plan, ingest, alertsOf, messagesOf, armChecked, seal, close},
    ...slotRows(db, rulesOf),
    ...liveRuns(db),
    ...liveJournal(db),
    facts: liveFactsReader(db),
    stop: at => {
      db.prepare('UPDATE trial SET stopped_at = ? WHERE stopped_at IS NULL').run(at);
    },
    paired: () => pairedStore(db, base),
  };
}

type SlotRows = Pick<
  LiveStore,
  'addRotation' | 'prepared' | 'loadOf' | 'lastSoundLoad' | 'newestLoad' | 'gaveUp' | 'closeSlot' | 'wordsOf'
>;

const parsed = (json: unknown): PlanArm | undefined =>
  typeof json === 'string' ? (JSON.parse(json) as PlanArm) : undefined;

function slotRows(db: Trial, rulesOf: RulesOf): SlotRows {
  const armId = db.prepare('SELECT id FROM arm WHERE name = ?').pluck();
  const load = db.prepare(`SELECT json FROM slot_arm JOIN loaded ON loaded.id = slot_arm.loads
    JOIN arm ON arm.id = slot_arm.arm WHERE slot_arm.slot = ? AND arm.name = ?`);
  const sound =
    db.prepare(`SELECT json FROM run JOIN loaded ON loaded.id = run.loads JOIN arm ON arm.id = run.arm
    WHERE arm.name = ? AND NOT paired AND ready_at IS NOT NULL
    AND (run.outcome = 'slot-over' AND ifnull(counted_from < counted_to, 1) OR run.outcome IS NULL AND counted_from <= ?)
    ORDER BY run.id DESC LIMIT 1`);
  return {
    addRotation: db.transaction((slots: Parameters<LiveStore['addRotation']>[0]) => {
      const slotRow = db.prepare('INSERT INTO slot(id, rotation, begins_at, ends_at) VALUES(?, ?, ?, ?)');
      const armRow = db.prepare('INSERT INTO slot_arm(slot, arm) VALUES(?, ?)');
      for (const {slot, rotation, beginsAt, endsAt, arms} of slots) {
        slotRow.run(slot, rotation, beginsAt, endsAt);
        for (const arm of arms) armRow.run(slot, armId.get(arm));
      }
    }).immediate,
    prepared: db.transaction((of: Parameters<LiveStore['prepared']>[0]) => {
      const loaded = of.load ? keepLoad(db, of.arm, of.load, rulesOf) : null;
      db.prepare(`UPDATE slot_arm SET loads = @loaded, words = @words, prepared_at = @at
        WHERE slot = @slot AND arm = (SELECT id FROM arm WHERE name = @arm)`).run({
        loaded,
        words: of.words,
        at: of.at,
        slot: of.slot,
        arm: of.arm,
      });
    }).immediate,
    loadOf: (slot, arm) => parsed(load.pluck().get(slot, arm)),
    lastSoundLoad: (arm, at) => parsed(sound.pluck().get(arm, at)),
    newestLoad: arm => newestLoad(db, arm),
    wordsOf: (slot, arm) =>
      String(
        db
          .prepare('SELECT words FROM slot_arm JOIN arm ON arm.id = slot_arm.arm WHERE slot = ? AND name = ?')
          .pluck()
          .get(slot, arm) ?? '',
      ),
    gaveUp(slot, arm, at) {
      db.prepare('UPDATE slot_arm SET gave_up_at = ? WHERE slot = ? AND arm = ?').run(
        at,
        slot,
        armId.get(arm),
      );
    },
    closeSlot(slot, state, reason, at) {
      db.prepare('UPDATE slot SET state = ?, reason = ?, closed_at = ? WHERE id = ?').run(
        state,
        reason,
        at,
        slot,
      );
    },
  };
}

/** The row of what an arm loads, with the facts of its rules; made when it is new. */
function keepLoad(db: Trial, arm: string, load: PlanArm, rulesOf: RulesOf): number {
  const json = JSON.stringify(load);
  db.prepare('INSERT INTO loaded(arm, json) SELECT id, ? FROM arm WHERE name = ? ON CONFLICT DO NOTHING').run(
    json,
    arm,
  );
  const digest = load.ruleset?.digest;
  const known = db
    .prepare('SELECT 1 FROM known_rule WHERE digest = ? LIMIT 1')
    .pluck()
    .get(digest ?? '');
  if (digest !== undefined && known === undefined) keepKnownRules(db, digest, rulesOf(digest));
  return Number(db.prepare('SELECT id FROM loaded WHERE json = ?').pluck().get(json));
}

type LiveRuns = Pick<LiveStore, 'startRun' | 'runLoad' | 'runReady' | 'windowOf' | 'finishRun'>;

function liveRuns(db: Trial): LiveRuns {
  const insert =
    db.prepare(`INSERT INTO run(arm, unit, attempt, slot, started_at, counted, loads, first_alert)
    SELECT arm.id, @slot, @attempt, @slot, @at, 1, (SELECT id FROM loaded WHERE json = @json),
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
    startRun: ({slot, arm, attempt, load, at}) =>
      Number(insert.run({slot, arm, attempt, at, json: JSON.stringify(load)}).lastInsertRowid),
    runLoad: run =>
      parsed(
        db
          .prepare('SELECT json FROM run JOIN loaded ON loaded.id = run.loads WHERE run.id = ?')
          .pluck()
          .get(run),
      ),
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
  writeEnd(db, run, end, {at, counted: inspected ? 1 : 0});
  put(run, window);
  // all of them, counted or not, before the rollups forget those that do not count
  db.prepare(
    'UPDATE run SET alerts_stored = (SELECT coalesce(sum(n), 0) FROM run_rule WHERE run = @run) WHERE id = @run',
  ).run({run});
  if (inspected) recount(db, run, window.from ?? null, window.to ?? null);
}
