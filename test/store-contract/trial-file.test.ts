import {spawn} from 'node:child_process';
import {cpSync, existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {makeReport} from '../../harness/analysis/make-report.ts';
import {trialReportSchema} from '../../harness/analysis/trial-report.ts';
import type {RunEnd} from '../../harness/domain/run.ts';
import {ingestRecords} from '../../harness/ingest/ingest-records.ts';
import {readFigures} from '../../harness/sqlite/answers/figures.ts';
import {Database} from '../../harness/sqlite/database.ts';
import {createTrialStore, openTrialStore} from '../../harness/sqlite/journal/trial-store.ts';
import {takeLock} from '../../harness/sqlite/lock.ts';
import {ForeignStore, openTrial, openTrialReadOnly} from '../../harness/sqlite/open-trial.ts';
import {readPlan} from '../../harness/sqlite/read-plan.ts';
import type {TrialStore} from '../../harness/trial/ports.ts';
import {alertLine} from '../fixtures/alert-lines.ts';
import {logOf} from '../fixtures/logs.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';
import {ingestedPlan, intake, keptOf, newTrial, replayPlan} from '../fixtures/trials.ts';

const end = (more: Partial<RunEnd> = {}): RunEnd => ({
  outcome: 'captures-over',
  exitCode: 0,
  signal: undefined,
  packets: {received: 10, analyzed: 10, dropped: 0, discarded: 0},
  alertsLogged: 2,
  cost: {wallMs: 100, cpuMs: 50, peakBytes: 1000},
  problems: [],
  endReason: undefined,
  ...more,
});

/** Two arms over two captures, every run with two alerts and one line that is none. */
async function runAll(store: TrialStore): Promise<void> {
  for (const {name} of store.plan.arms) {
    store.armChecked(name, {loaded: 10, enabled: 9, builtins: 0});
    for (const [unit, {path}] of store.plan.captures.entries()) {
      const run = store.startRun({arm: name, unit, attempt: 1, captures: [path], at: 1});
      const text = `${alertLine(unit)}\nnonsense\n${alertLine(unit + 10, {pkt_num: name === 'a' ? 1 : 2})}\n`;
      const capture = store.captureIds().get(path) ?? 0;
      await ingestRecords({
        ...intake({...store, addArm: () => {}, ingestedRun: () => run}, name, [
          logOf('alert_json.txt', text),
        ]),
        place: alert => ({alert, capture}),
      });
      store.finishRun(run, end(), 2);
    }
  }
}

const companions = (path: string): string[] => readdirSync(dirname(path)).sort();
const journalOf = (path: string): unknown => {
  const db = new Database(path, {readonly: true});
  try {
    return db.pragma('journal_mode', {simple: true});
  } finally {
    db.close();
  }
};

describe("a trial's file", () => {
  it('holds its name and plan as they were given', () => {
    const plan = replayPlan(['a', 'b'], 3, {rerunOf: 'duel-0', isolation: 'shared', shards: 4});
    const {db} = newTrial(plan, 'duel-7');
    expect(readPlan(db)).toEqual({name: 'duel-7', plan, sealedAt: undefined});
  });

  it('has its migrations counted in user_version, and opens again without another', () => {
    const {path, store} = newTrial();
    store.close();
    const db = openTrial(path);
    expect(db.pragma('user_version', {simple: true})).toBe(11);
    db.close();
  });

  it.each([
    ['for writing', (path: string) => openTrialStore(path)],
    ['for questions', (path: string) => openTrialReadOnly(path)],
  ])('is refused %s when a later version made it, and is left as it is', (_, open) => {
    const path = join(tempFolder(), 'trial.db');
    createTrialStore(path, 'mine-1', ingestedPlan).close();
    const later = new Database(path);
    later.pragma('user_version = 99');
    later.close();
    const bytes = readFileSync(path);
    expect(() => open(path)).toThrow(ForeignStore);
    expect(() => open(path)).toThrow(`${path} was created by a later version of ruletrial`);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('is refused when its plan is of another form, or is not there', () => {
    const path = join(tempFolder(), 'trial.db');
    openTrial(path).close();
    expect(() => openTrialStore(path)).toThrow('it contains no plan');
    const {path: other, store} = newTrial();
    store.close();
    const db = new Database(other);
    db.prepare('UPDATE trial SET plan = ?').run('{"version":2}');
    db.close();
    expect(() => openTrialStore(other)).toThrow('its plan has an unknown format');
  });

  it('is refused when it is no database, and is left as it is', () => {
    const path = join(tempFolder(), 'trial.db');
    writeFileSync(path, 'not a database, but a text of some length: '.repeat(50));
    expect(() => openTrialStore(path)).toThrow(expect.objectContaining({code: 'SQLITE_NOTADB'}));
    expect(readFileSync(path, 'utf8')).toContain('not a database');
  });

  it('gives all facts again to the harness that opens it next', async () => {
    const {path, store} = newTrial(replayPlan(['a', 'b'], 2));
    store.armChecked('a', {loaded: 10, enabled: 0, builtins: 3});
    const open = store.startRun({arm: 'a', unit: 0, attempt: 1, captures: ['1.pcap'], at: 1});
    const dead = store.startRun({arm: 'b', unit: 1, attempt: 2, captures: ['2.pcap'], at: 2});
    store.finishRun(dead, end({outcome: 'exited-early', endReason: 'x'}), 3);
    const again = openTrialStore(path);
    expect(again.facts()).toEqual({
      sealed: false,
      checkedArms: new Set(['a']),
      runs: [
        {run: open, arm: 'a', unit: 0, attempt: 1, outcome: undefined},
        {run: dead, arm: 'b', unit: 1, attempt: 2, outcome: 'exited-early'},
      ],
    });
    again.close();
  });
});

describe('a sealed trial', () => {
  async function sealed() {
    const trial = newTrial(replayPlan(['a', 'b'], 2));
    await runAll(trial.store);
    trial.db.close();
    trial.store.seal(9);
    trial.store.close();
    return trial.path;
  }

  it('is one file in DELETE journal mode, with none beside it', async () => {
    const path = await sealed();
    expect(companions(path)).toEqual(['trial.db']);
    expect(journalOf(path)).toBe('delete');
  });

  it('tells the same report from any copy of its folder', async () => {
    const path = await sealed();
    const copy = join(tempFolder(), 'elsewhere');
    cpSync(dirname(path), copy, {recursive: true});
    const [here, there] = [path, join(copy, 'trial.db')].map(place => {
      const db = openTrialReadOnly(place);
      const report = makeReport(readFigures(db));
      db.close();
      return report;
    });
    expect(there).toEqual(here);
    expect(trialReportSchema.parse(here)).toEqual(here);
    expect(here?.parts[0]?.arms.map(({arm, alerts, rejects}) => [arm, alerts, rejects])).toEqual([
      ['a', 4, 2],
      ['b', 4, 2],
    ]);
    expect(companions(path)).toEqual(['trial.db']);
    expect(companions(join(copy, 'trial.db'))).toEqual(['trial.db']);
  });

  it('keeps every byte when a harness opens it once more', async () => {
    const path = await sealed();
    const bytes = readFileSync(path);
    const store = openTrialStore(path);
    expect(store.facts().sealed).toBe(true);
    store.close();
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(companions(path)).toEqual(['trial.db']);
  });

  it('keeps the time of its first seal', async () => {
    const path = await sealed();
    const store = openTrialStore(path);
    store.seal(10);
    store.close();
    const db = openTrialReadOnly(path);
    expect(readPlan(db).sealedAt).toBe(9);
    db.close();
  });

  it('is sealed though somebody reads it at that time, and is one file when the harness opens it next', async () => {
    const {path, store, db: reader} = newTrial(replayPlan(['a'], 1));
    await runAll(store);
    reader.prepare('SELECT count(*) FROM v_alert').get();
    store.seal(9);
    store.close();
    expect(readPlan(reader).sealedAt).toBe(9);
    reader.close();
    openTrialStore(path).close();
    expect(journalOf(path)).toBe('delete');
    expect(companions(path)).toEqual(['trial.db']);
  });
});

describe('figures', () => {
  it('count what each arm did, and which packets only one arm alerted on', async () => {
    const {store, db} = newTrial(replayPlan(['a', 'b'], 2));
    await runAll(store);
    const {checked, parts} = readFigures(db);
    const [figures] = parts;
    if (!figures) throw new Error('no part');
    expect(checked[0]).toEqual({arm: 'a', loaded: 10, enabled: 9, builtins: 0});
    expect(figures.part).toBe('same-traffic');
    expect(figures.arms[0]).toEqual({
      arm: 'a',
      alerts: 4,
      rulesFired: 2,
      capturesDone: 2,
      capturesUnreadable: 0,
      capturesAlerted: 2,
      received: 20,
      analyzed: 20,
      dropped: 0,
      discarded: 0,
      alertsLogged: 4,
      sourceAddresses: 4,
      rejects: 2,
      wallSeconds: 0.2,
      cpuSeconds: 0.1,
      peakBytes: 1000,
      countedRuns: 2,
      cancelledRuns: 0,
      failedRuns: 0,
      byClass: [expect.objectContaining({alerts: 4, rules: 2})],
      byAction: [{action: 'allow', alerts: 4, rules: 2}],
      byProtocol: [{protocol: 'TCP', alerts: 4, rules: 2}],
      byPriority: [expect.objectContaining({alerts: 4, rules: 2})],
    });
    // alerts 10 and 11 stand on packet 1 in arm a and on packet 2 in arm b
    expect(figures.onlyOne.map(({arm, capture, sid, alerts}) => [arm, capture, sid, alerts])).toEqual([
      ['a', '1.pcap', 2_100_498, 1],
      ['a', '2.pcap', 2_100_499, 1],
      ['b', '1.pcap', 2_100_498, 1],
      ['b', '2.pcap', 2_100_499, 1],
    ]);
    expect(
      figures.captures.map(({arm, capture, alerts, rules, analyzed}) => [
        arm,
        capture,
        alerts,
        rules,
        analyzed,
      ]),
    ).toEqual([
      ['a', '1.pcap', 2, 1, 10],
      ['a', '2.pcap', 2, 1, 10],
      ['b', '1.pcap', 2, 1, 10],
      ['b', '2.pcap', 2, 1, 10],
    ]);
    expect(keptOf(db, 'a').alerts).toHaveLength(4);
  });

  it('leave out the alerts and costs of runs that do not count, and name units that were abandoned', async () => {
    const {store, db} = newTrial(replayPlan(['a'], 2));
    for (const attempt of [1, 2, 3]) {
      const run = store.startRun({arm: 'a', unit: 0, attempt, captures: ['1.pcap'], at: 1});
      store.finishRun(
        run,
        end({outcome: attempt === 1 ? 'never-ready' : 'exited-early', endReason: 'out of memory'}),
        2,
      );
    }
    const cancelled = store.startRun({arm: 'a', unit: 1, attempt: 1, captures: ['2.pcap'], at: 1});
    store.cancelRun(cancelled, 2);
    const [figures] = readFigures(db).parts;
    expect(figures?.failedUnits).toEqual([
      {arm: 'a', captures: ['1.pcap'], attempts: 3, endReason: 'out of memory', abandoned: true},
    ]);
    expect(figures?.arms[0]).not.toHaveProperty('received');
    expect(figures?.arms[0]).not.toHaveProperty('wallSeconds');
    expect(figures?.arms[0]).toMatchObject({
      capturesDone: 0,
      countedRuns: 0,
      cancelledRuns: 1,
      failedRuns: 3,
    });
    const good = store.startRun({arm: 'a', unit: 0, attempt: 4, captures: ['1.pcap'], at: 1});
    store.finishRun(good, end({problems: [{path: '1.pcap', reason: 'truncated'}]}), 2);
    const [again] = readFigures(db).parts;
    expect(again?.failedUnits).toMatchObject([{attempts: 3, abandoned: false}]);
    expect(again?.captures).toMatchObject([{capture: '1.pcap', problem: 'truncated', analyzed: 10}]);
  });
});

describe('the lock of a state folder', () => {
  it('is given to one taker at a time, and again when it is released', () => {
    const path = join(tempFolder(), 'lock.db');
    const first = takeLock(path);
    expect(first).toBeDefined();
    expect(takeLock(path)).toBeUndefined();
    first?.release();
    const second = takeLock(path);
    expect(second).toBeDefined();
    second?.release();
  });

  it('is refused while another process holds it, and free at once when that process is killed', async () => {
    const path = join(tempFolder(), 'lock.db');
    const holder = spawn(
      process.execPath,
      [join(import.meta.dirname, '..', 'fixtures', 'lock-holder.mjs'), path],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    onTestFinished(() => {
      holder.kill('SIGKILL');
    });
    const said = await new Promise<string>(done => holder.stdout.once('data', chunk => done(String(chunk))));
    expect(said).toBe('taken\n');
    expect(takeLock(path)).toBeUndefined();
    const gone = new Promise(done => holder.once('exit', done));
    holder.kill('SIGKILL');
    await gone;
    const lock = takeLock(path);
    expect(lock).toBeDefined();
    lock?.release();
    expect(existsSync(path)).toBe(true);
  });
});
