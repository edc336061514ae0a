import {describe, expect, it, onTestFinished} from 'vitest';
import type {RunEnd} from '../../harness/domain/run.ts';
import {ingestRecords} from '../../harness/ingest/ingest-records.ts';
import type {LiveStore} from '../../harness/live/ports.ts';
import {snapshotsUsed} from '../../harness/sqlite/answers/snapshots-used.ts';
import {openTrialReadOnly, type Trial} from '../../harness/sqlite/open-trial.ts';
import {LiveWorld, livePlan} from '../fakes/live-world.ts';
import {alertLine} from '../fixtures/alert-lines.ts';
import {logOf} from '../fixtures/logs.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';
import {utc} from '../fixtures/trials.ts';

const SECOND = 1_000_000;
const BEGIN = 1_780_272_000_000_000;

const END: RunEnd = {
  outcome: 'slot-over',
  exitCode: 0,
  signal: undefined,
  packets: {received: 10, analyzed: 10, dropped: 0, discarded: 0},
  alertsLogged: 6,
  cost: {wallMs: 1, cpuMs: 1, peakBytes: 1},
  problems: [],
  endReason: undefined,
};

/** A trial with one slot of one arm, and a run of it that is open. */
function oneRun(): {store: LiveStore; db: Trial; run: number} {
  const plan = livePlan(['a', 'b'], {
    cadence: {kind: 'every', everyMs: 60_000, startAt: BEGIN},
    rotations: 1,
  });
  const world = new LiveWorld(tempFolder(), plan);
  const store = world.open();
  const db = openTrialReadOnly(world.state.trialStore('live-1'));
  onTestFinished(() => {
    db.close();
    store.close();
  });
  const setup = plan.arms[0];
  if (!setup) throw new Error('no arm');
  store.addRotation([{slot: 0, rotation: 0, arms: ['a'], beginsAt: BEGIN, endsAt: BEGIN + 60 * SECOND}]);
  store.prepared({slot: 0, arm: 'a', setup, reason: '', at: BEGIN});
  return {store, db, run: store.startRun({slot: 0, arm: 'a', attempt: 1, setup, at: BEGIN})};
}

/** An alert so many seconds after the begin. */
const lineAt = (second: number, n: number, sid: number): string =>
  alertLine(n, {
    seconds: BEGIN / SECOND + second,
    timestamp: `06/01-00:00:${String(second).padStart(2, '0')}.000000`,
    ...{sid, rev: 1, rule: `1:${sid}:1`},
  });

async function take(store: LiveStore, run: number, lines: readonly string[]): Promise<void> {
  const log = logOf('alert_json.txt', `${lines.join('\n')}\n`);
  const place = <T>(alert: T) => ({alert, capture: 0});
  await ingestRecords({
    owner: run,
    logs: [log],
    store: store.ingest,
    formatOf: () => utc,
    place,
    finished: true,
  });
}

const rollups = (db: Trial) => ({
  rule: db.prepare('SELECT sum(n) FROM run_rule').pluck().get(),
  hour: db.prepare('SELECT sum(n) FROM hour_rule').pluck().get(),
  source: db.prepare('SELECT sum(n) FROM run_rule_source').pluck().get(),
  view: db.prepare('SELECT count(*) FROM v_alert').pluck().get(),
  all: db.prepare('SELECT count(*) FROM alert').pluck().get(),
});

describe('the counted time of a live run', () => {
  it('is what views and rollups agree on: alerts of warm-up and handover are stored, and count nowhere', async () => {
    const {store, db, run} = oneRun();
    // two rules: one in and out of the window, one within it alone
    const seconds = [0, 9, 10, 20, 39, 40];
    await take(
      store,
      run,
      seconds.map((at, n) => lineAt(at, n, n === 3 ? 2 : 1)),
    );
    const window = {readyAt: BEGIN, from: BEGIN + 10 * SECOND, to: BEGIN + 40 * SECOND};
    store.finishRun(run, END, window, BEGIN + 45 * SECOND);
    expect(rollups(db)).toEqual({rule: 3, hour: 3, source: 3, view: 3, all: 6});
    expect(db.prepare('SELECT alerts_stored FROM run').pluck().get()).toBe(6);
    const bounds = db.prepare('SELECT min(first), max(last) FROM run_rule').raw().get();
    expect(bounds).toEqual([BEGIN + 10 * SECOND, BEGIN + 39 * SECOND]);
  });

  it('of an engine that was never ready is empty', async () => {
    const {store, db, run} = oneRun();
    await take(store, run, [lineAt(0, 1, 1)]);
    store.finishRun(
      run,
      {...END, outcome: 'never-ready'},
      {readyAt: undefined, from: undefined, to: undefined},
      BEGIN,
    );
    expect(rollups(db).view).toBe(0);
    expect(db.prepare('SELECT counted FROM run').pluck().get()).toBe(0);
  });
});

describe('what a live trial loaded', () => {
  it('is sound as soon as a run of it has come beyond its warm-up', () => {
    const {store, run} = oneRun();
    expect(store.lastGoodSetup('a', BEGIN + 10 * SECOND)).toBeUndefined();
    store.runReady(run, {readyAt: BEGIN, from: BEGIN + 20 * SECOND, to: undefined});
    expect(store.lastGoodSetup('a', BEGIN + 19 * SECOND)).toBeUndefined();
    expect(store.lastGoodSetup('a', BEGIN + 20 * SECOND)).toEqual(store.plan.arms[0]);
    store.finishRun(run, {...END, outcome: 'hung'}, store.windowOf(run), BEGIN + 30 * SECOND);
    expect(store.lastGoodSetup('a', BEGIN + 40 * SECOND)).toBeUndefined();
  });

  it('is not sound where the engine never came up, or not beyond its warm-up, until its slot was over', () => {
    const {store, run} = oneRun();
    const window = (ready: number, from: number, to: number) => ({
      readyAt: BEGIN + ready * SECOND,
      from: BEGIN + from * SECOND,
      to: BEGIN + to * SECOND,
    });
    store.finishRun(run, END, {readyAt: undefined, from: undefined, to: undefined}, BEGIN + 60 * SECOND);
    expect(store.lastGoodSetup('a', BEGIN + 61 * SECOND)).toBeUndefined();
    store.runReady(run, window(30, 60, 60));
    expect(store.lastGoodSetup('a', BEGIN + 61 * SECOND)).toBeUndefined();
    store.runReady(run, window(10, 40, 60));
    expect(store.lastGoodSetup('a', BEGIN + 61 * SECOND)).toBeDefined();
  });

  it('is newest by its slot, whenever it was written, and by no slot in which it never came up', () => {
    const {store, run} = oneRun();
    const [setup] = store.plan.arms;
    if (!setup?.ruleset) throw new Error('no rules');
    const {ruleset} = setup;
    const of = (letter: string) => ({...setup, ruleset: {...ruleset, digest: letter.repeat(64)}});
    const newest = () => store.newestSetup('a')?.ruleset?.digest[0];
    const slots = [1, 2].map(slot => ({
      ...{slot, rotation: slot, arms: ['a']},
      ...{beginsAt: BEGIN + slot * 60 * SECOND, endsAt: BEGIN + (slot + 1) * 60 * SECOND},
    }));
    store.addRotation(slots);
    store.prepared({slot: 1, arm: 'a', setup: of('b'), reason: '', at: BEGIN + 50 * SECOND});
    // the slot before falls back afterwards
    store.prepared({slot: 0, arm: 'a', setup: of('a'), reason: 'it fell back', at: BEGIN + 55 * SECOND});
    expect(newest()).toBe('b');
    store.markFailing(1, 'a', BEGIN + 70 * SECOND);
    store.closeSlot(1, 'ran', '', BEGIN + 120 * SECOND);
    expect(newest()).toBe('a');
    const later = store.startRun({slot: 1, arm: 'a', attempt: 1, setup: of('b'), at: BEGIN + 80 * SECOND});
    expect(newest()).toBe('a');
    store.runReady(later, {readyAt: BEGIN + 81 * SECOND, from: BEGIN + 90 * SECOND, to: undefined});
    expect(newest()).toBe('b');
    expect(run).not.toBe(later);
  });

  it('of a replay is what its plan named, whatever the arm was given since', () => {
    const {store, db} = oneRun();
    const [setup] = store.plan.arms;
    if (!setup?.ruleset) throw new Error('no rules');
    const paired = store.sameTraffic();
    const later = {...setup, ruleset: {...setup.ruleset, digest: 'e'.repeat(64)}};
    store.prepared({slot: 0, arm: 'a', setup: later, reason: '', at: BEGIN + SECOND});
    const run = paired.startRun({arm: 'a', unit: 0, attempt: 1, captures: [], at: BEGIN + 2 * SECOND});
    const json = db
      .prepare('SELECT json FROM run JOIN setup ON setup.id = run.setup WHERE run.id = ?')
      .pluck();
    expect(JSON.parse(String(json.get(run)))).toEqual(setup);
  });

  it('is all used: what the plan names, and what was taken since', () => {
    const {store, db} = oneRun();
    const [setup] = store.plan.arms;
    if (!setup?.ruleset) throw new Error('no rules');
    const later = {...setup, ruleset: {...setup.ruleset, digest: 'e'.repeat(64)}};
    store.prepared({slot: 0, arm: 'a', setup: later, reason: '', at: BEGIN + SECOND});
    const planned = store.plan.arms.flatMap(({ruleset}) => ruleset?.digest ?? []);
    expect(new Set(snapshotsUsed(db))).toEqual(new Set([...planned, 'e'.repeat(64)]));
  });
});
