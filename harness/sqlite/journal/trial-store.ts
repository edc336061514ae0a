import {renameSync, rmSync} from 'node:fs';
import {initialPart, type PartName} from '../../answers/parts.ts';
import {type TrialPlan, trialPlanSchema} from '../../domain/trial.ts';
import type {CatalogueRule} from '../../snapshots/catalogue-rules.ts';
import type {TrialStore} from '../../trial/ports.ts';
import {alertsOfRun, readCounts} from '../answers/progress.ts';
import {leaveWal, openTrial, type Trial} from '../open-trial.ts';
import {readPlan} from '../read-plan.ts';
import {armSnapshots} from './arm-snapshots.ts';
import {ingestStore} from './ingest-store.ts';
import {keepKnownRules, messagesOf} from './known-rules.ts';
import {durably, writeEnd} from './run-end.ts';
import {readFacts} from './run-facts.ts';

/** Makes the store of a new trial beside its place, plan and all, and puts it there in one rename: whole or not at all. */
export function createTrialStore(
  path: string,
  name: string,
  plan: TrialPlan,
  rulesOf: (digest: string) => readonly CatalogueRule[] = () => [],
): TrialStore {
  const part = `${path}.new`;
  for (const left of [part, `${part}-wal`, `${part}-shm`]) rmSync(left, {force: true});
  const db = openTrial(part);
  db.transaction(() => {
    db.prepare('INSERT INTO trial(id, name, plan) VALUES(1, ?, ?)').run(name, planText(plan));
    for (const arm of plan.arms) db.prepare('INSERT INTO arm(name) VALUES(?)').run(arm.name);
    const rulesets = plan.arms.flatMap(({ruleset}) => (ruleset ? [[ruleset.digest, ruleset] as const] : []));
    for (const [digest, ruleset] of new Map(rulesets)) keepKnownRules(db, ruleset, rulesOf(digest));
    const capture = db.prepare('INSERT INTO capture(path, sha256, bytes) VALUES(?, ?, ?)');
    for (const {path: at, sha256, bytes} of plan.captures) capture.run(at, sha256, bytes);
  }).immediate();
  // the last connection folds its log into the file
  db.close();
  renameSync(part, path);
  return openTrialStore(path);
}

/** Of a plan that will be read again: it is checked by the schema by which it is read. */
const planText = (plan: TrialPlan): string => JSON.stringify(trialPlanSchema.parse(plan));

export const openTrialStore = (path: string): TrialStore => trialStore(openTrial(path));

export function trialStore(db: Trial): TrialStore {
  let {name, plan} = readPlan(db);
  const ingest = ingestStore(db);
  const setArms = (arms: TrialPlan['arms']): void => {
    plan = {...plan, arms};
    db.prepare('UPDATE trial SET plan = ?').run(planText(plan));
  };
  return {
    ...runRows(db, initialPart(plan)),
    name,
    get plan() {
      return plan;
    },
    ingest,
    facts: () => readFacts(db, initialPart(plan)),
    counts: () => readCounts(db, initialPart(plan)),
    armChecked(arm, facts) {
      db.prepare('UPDATE arm SET loaded = ?, enabled = ?, builtins = ? WHERE name = ?').run(
        facts.loaded,
        facts.enabled,
        facts.builtins,
        arm,
      );
    },
    addArm(arm) {
      if (plan.arms.some(known => known.name === arm)) return;
      db.transaction(() => {
        db.prepare('INSERT INTO arm(name) VALUES(?)').run(arm);
        setArms([...plan.arms, {name: arm, engine: {kind: 'log'}}]);
      }).immediate();
    },
    snapshots: armSnapshots(db, (arm, ruleset) =>
      setArms(plan.arms.map(known => (known.name === arm ? {...known, ruleset} : known))),
    ),
    messagesOf: digest => messagesOf(db, digest),
    captureIds: () => {
      const rows = db.prepare('SELECT path, id FROM capture').all() as {path: string; id: number}[];
      return new Map(rows.map(({path, id}) => [path, id]));
    },
    seal(at) {
      durably(db, () => db.prepare('UPDATE trial SET sealed_at = ? WHERE sealed_at IS NULL').run(at));
      leaveWal(db);
    },
    close: () => db.close(),
  };
}

export type RunRows = Pick<TrialStore, 'ingestedRun' | 'startRun' | 'finishRun' | 'cancelRun' | 'alertsOf'>;

/** Runs of one part as they begin and end. */
export function runRows(db: Trial, part: PartName): RunRows {
  const armId = db.prepare('SELECT id FROM arm WHERE name = ?').pluck();
  const runRow = db.prepare(`INSERT INTO run(arm, unit, attempt, started_at, ended_at, outcome, counted, part)
    VALUES(?, ?, ?, ?, ?, ?, ?, '${part}')`);
  return {
    ingestedRun(arm, at) {
      const known = db
        .prepare("SELECT id FROM run WHERE arm = ? AND outcome = 'ingested'")
        .pluck()
        .get(armId.get(arm));
      return Number(known ?? runRow.run(armId.get(arm), 0, 1, at, at, 'ingested', 1).lastInsertRowid);
    },
    startRun({arm, unit, attempt, captures, at}) {
      const begin = db.transaction(() => {
        const run = Number(runRow.run(armId.get(arm), unit, attempt, at, null, null, 0).lastInsertRowid);
        const reads = db.prepare(
          'INSERT INTO run_capture(run, capture) SELECT ?, id FROM capture WHERE path = ?',
        );
        for (const path of captures) reads.run(run, path);
        return run;
      });
      return begin.immediate();
    },
    alertsOf: run => alertsOfRun(db, run),
    finishRun: (run, end, at) =>
      durably(db, () => writeEnd(db, run, end, {at, counted: end.outcome === 'captures-over'})),
    cancelRun(run, at) {
      db.prepare("UPDATE run SET outcome = 'cancelled', ended_at = ? WHERE id = ?").run(at, run);
    },
  };
}
