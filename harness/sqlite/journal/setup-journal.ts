import type {PlanArm} from '../../domain/trial.ts';
import type {SetupJournal} from '../../live/ports.ts';
import type {CatalogueRule} from '../../snapshots/catalogue-rules.ts';
import {newestSetup} from '../newest-setups.ts';
import type {Trial} from '../open-trial.ts';
import {keepKnownRules} from './known-rules.ts';

/** Rules of a snapshot by the catalogue. */
export type RulesOf = (digest: string) => readonly CatalogueRule[];

const parsed = (json: unknown): PlanArm | undefined =>
  typeof json === 'string' ? (JSON.parse(json) as PlanArm) : undefined;

/** What arms run; `armChecked` is every trial's. */
export function setupJournal(db: Trial, rulesOf: RulesOf): Omit<SetupJournal, 'armChecked'> {
  const bySlot = db.prepare(`SELECT json FROM slot_arm JOIN setup ON setup.id = slot_arm.setup
    JOIN arm ON arm.id = slot_arm.arm WHERE slot_arm.slot = ? AND arm.name = ?`);
  const lastGood =
    db.prepare(`SELECT json FROM run JOIN setup ON setup.id = run.setup JOIN arm ON arm.id = run.arm
    WHERE arm.name = ? AND part = 'live' AND ready_at IS NOT NULL
    AND (run.outcome = 'slot-over' AND ifnull(counted_from < counted_to, 1) OR run.outcome IS NULL AND counted_from <= ?)
    ORDER BY run.id DESC LIMIT 1`);
  const ofRun = db.prepare('SELECT json FROM run JOIN setup ON setup.id = run.setup WHERE run.id = ?');
  return {
    prepared: db.transaction((prepared: Parameters<SetupJournal['prepared']>[0]) => {
      const setup = prepared.setup ? keepSetup(db, prepared.arm, prepared.setup, rulesOf) : null;
      db.prepare(`UPDATE slot_arm SET setup = @setup, words = @words, prepared_at = @at
        WHERE slot = @slot AND arm = (SELECT id FROM arm WHERE name = @arm)`).run({
        setup,
        words: prepared.reason,
        at: prepared.at,
        slot: prepared.slot,
        arm: prepared.arm,
      });
    }).immediate,
    setupOf: (slot, arm) => parsed(bySlot.pluck().get(slot, arm)),
    lastGoodSetup: (arm, at) => parsed(lastGood.pluck().get(arm, at)),
    newestSetup: arm => newestSetup(db, arm),
    setupOfRun: run => parsed(ofRun.pluck().get(run)),
  };
}

/** The row of a setup, with the facts of its rules; made when it is new. */
function keepSetup(db: Trial, arm: string, setup: PlanArm, rulesOf: RulesOf): number {
  const json = JSON.stringify(setup);
  db.prepare('INSERT INTO setup(arm, json) SELECT id, ? FROM arm WHERE name = ? ON CONFLICT DO NOTHING').run(
    json,
    arm,
  );
  const {ruleset} = setup;
  const known = db.prepare('SELECT 1 FROM known_rule WHERE digest = ? LIMIT 1').pluck();
  if (ruleset && known.get(ruleset.digest) === undefined)
    keepKnownRules(db, ruleset, rulesOf(ruleset.digest));
  return Number(db.prepare('SELECT id FROM setup WHERE json = ?').pluck().get(json));
}
