import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {makeReport} from '../../harness/analysis/make-report.ts';
import type {CatalogueRule} from '../../harness/snapshots/catalogue-rules.ts';
import {readFigures} from '../../harness/sqlite/answers/figures.ts';
import {Database} from '../../harness/sqlite/database.ts';
import {openLiveStore} from '../../harness/sqlite/journal/live-store.ts';
import {createTrialStore, openTrialStore} from '../../harness/sqlite/journal/trial-store.ts';
import {first} from '../../harness/sqlite/migrations/0001-first.ts';
import {knownRules} from '../../harness/sqlite/migrations/0002-known-rules.ts';
import {live as liveSchema, liveViews} from '../../harness/sqlite/migrations/0003-live.ts';
import {logsToldApart} from '../../harness/sqlite/migrations/0004-logs-told-apart.ts';
import {leftOut} from '../../harness/sqlite/migrations/0005-left-out.ts';
import {parts} from '../../harness/sqlite/migrations/0006-parts.ts';
import {partOfARun} from '../../harness/sqlite/migrations/0007-part-of-a-run.ts';
import {namesOfStates} from '../../harness/sqlite/migrations/0008-names-of-states.ts';
import {slotsAndNotices} from '../../harness/sqlite/migrations/0009-slots-and-notices.ts';
import {openCatalogue, openCatalogueReadOnly} from '../../harness/sqlite/open-catalogue.ts';
import {openTrialReadOnly} from '../../harness/sqlite/open-trial.ts';
import {livePlan} from '../fakes/live-world.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';
import {ingestedPlan, replayPlan} from '../fixtures/trials.ts';
import {partOf} from '../rig/parts.ts';

const catalogueRule = (sid: number): CatalogueRule => ({
  ...{gid: 1, sid, rev: 1, action: 'alert', header: '', msg: `rule ${sid}`, classtype: 'misc-activity'},
  ...{priority: 3, kind: 'text', references: [], metadata: [], policies: [], services: []},
  ...{text: '', textDigest: '', enabled: true, by: 'text', place: undefined},
});

describe('a file of an earlier version', () => {
  it('of a sealed trial is brought up to date when it is asked, and tells what it told', () => {
    const path = join(tempFolder(), 'trial.db');
    const old = new Database(path);
    old.exec(first + knownRules);
    old.pragma('user_version = 2');
    old
      .prepare('INSERT INTO trial VALUES(1, ?, ?, ?)')
      .run('duel-1', JSON.stringify(replayPlan(['a'], 1)), 5);
    old.exec(`INSERT INTO arm VALUES(1, 'a', 1, 1, 0);
      INSERT INTO capture VALUES(1, '1.pcap', 'x', 1);
      INSERT INTO run(id, arm, unit, attempt, started_at, ended_at, outcome, counted) VALUES(1, 1, 0, 1, 1, 2, 'captures-over', 1);
      INSERT INTO run_capture VALUES(1, 1, NULL);
      INSERT INTO rule VALUES(1, 1, 7, 1, 2, 'c', 'm');
      INSERT INTO context VALUES(1, '', '', '', '', '', '', '');
      INSERT INTO alert(run, capture, at, rule, context, src, dst) VALUES(1, 1, 9, 1, 1, 1, 2);
      INSERT INTO run_rule VALUES(1, 1, 1, 1, 9, 9)`);
    old.close();
    const db = openTrialReadOnly(path);
    const report = makeReport(readFigures(db));
    expect(partOf(report).arms.map(({arm, alerts}) => [arm, alerts])).toEqual([['a', 1]]);
    expect(db.prepare('SELECT count(*) FROM v_alert').pluck().get()).toBe(1);
    expect(report.trial.sealedAt).toBe(5);
    db.close();
  });

  it.each([
    [
      'an interface',
      {interface: 'eth1', daq: 'pcap', threads: 1},
      {kind: 'interface', interface: 'eth1', daq: 'pcap', threads: 1},
    ],
    ['captures', {daq: 'afpacket', threads: 1}, {kind: 'captures'}],
  ])('of a live trial whose plan names no kind of sensor is one of %s', (_, written, sensor) => {
    const path = join(tempFolder(), 'trial.db');
    const cadence = {kind: 'every', everyMs: 3_600_000, startAt: 0} as const;
    const plan = livePlan(['a'], {cadence, rotations: 1});
    createTrialStore(path, 'live-1', plan).close();
    const old = new Database(path);
    const {live} = plan;
    old.prepare('UPDATE trial SET plan = ?').run(JSON.stringify({...plan, live: {...live, sensor: written}}));
    old.close();
    const store = openLiveStore(path, () => []);
    expect(store?.plan.live.sensor).toEqual(sensor);
    store?.close();
  });

  it('of a live trial keeps each run in its part, what each arm ran, and its recordings and notices', () => {
    const path = join(tempFolder(), 'trial.db');
    const old = new Database(path);
    old.exec(first + knownRules + liveSchema + liveViews);
    old.pragma('user_version = 3');
    const cadence = {kind: 'every', everyMs: 3_600_000, startAt: 0} as const;
    old
      .prepare('INSERT INTO trial(id, name, plan) VALUES(1, ?, ?)')
      .run('live-1', JSON.stringify(livePlan(['a'], {cadence, rotations: 1})));
    old.exec(`INSERT INTO arm VALUES(1, 'a', 1, 1, 0);
      INSERT INTO loaded VALUES(1, 1, '{"name":"a","engine":{"kind":"recorded"}}');
      INSERT INTO slot VALUES(0, 0, 0, 1, 'over', NULL, 1);
      INSERT INTO slot VALUES(1, 0, 1, 2, 'given-up', 'no engine became ready', 2);
      INSERT INTO slot_arm VALUES(0, 1, 1, NULL, 1, NULL);
      INSERT INTO run(id, arm, unit, attempt, started_at, ended_at, outcome, counted, paired, loads) VALUES
        (1, 1, 0, 1, 1, 2, 'slot-over', 1, 0, 1), (2, 1, 0, 1, 3, 4, 'cancelled', 0, 1, 1),
        (3, 1, 0, 2, 5, 6, 'captures-over', 2, 1, 1);
      INSERT INTO recording(id, slot, file, from_at, state) VALUES(1, 0, 'x.pcap', 1, 'dropped');
      INSERT INTO notice(at, kind, text) VALUES(1, 'engine-given-up', ''), (2, 'disk-again', ''), (3, 'recording-dropped', '');
      INSERT INTO notice(at, kind, slot, text) VALUES(4, 'slot-missed', 1, 'slot 2 (a) was abandoned: no engine became ready'),
        (5, 'slot-missed', 0, 'slot 1 (a) was missed: ruletrial was not running'),
        (6, 'engine-given-up', 0, 'arm a is left out of the rest of slot 1 after a failure');
      INSERT INTO notice(at, kind, slot, arm, text) VALUES(7, 'engine-failed', 0, 'a', 'arm a: Snort refuses 1 rule'),
        (8, 'engine-failed', 0, 'a', 'arm a, slot 1: Snort exited early');
      INSERT INTO process_load(at, name, run) VALUES(1, 'Snort of a', 1), (1, 'ruletrial', NULL);
      INSERT INTO rule VALUES(1, 1, 7, 1, 2, 'c', 'm');
      INSERT INTO run_rule VALUES(1, 0, 1, 2, 9, 9), (2, 0, 1, 3, 9, 9), (3, 0, 1, 4, 9, 9)`);
    old.close();
    const db = openTrialReadOnly(path);
    expect(db.prepare('SELECT part, alerts, class FROM v_rule_fired ORDER BY part').raw().all()).toEqual([
      ['live', 2, 'c'],
      ['same-traffic', 4, 'c'],
    ]);
    expect(db.prepare('SELECT run, part, counted FROM v_run ORDER BY run').raw().all()).toEqual([
      [1, 'live', 1],
      [2, 'same-traffic', 0],
      [3, 'same-traffic', 1],
    ]);
    expect(db.prepare('SELECT kind FROM notice ORDER BY at').pluck().all()).toEqual([
      'engine-keeps-failing',
      'disk-recovered',
      'recording-deleted',
      'slot-abandoned',
      'slot-missed',
      'arm-left-out',
      'rules-refused',
      'engine-failed',
    ]);
    expect(db.prepare('SELECT name FROM process_load ORDER BY name').pluck().all()).toEqual([
      'Snort (a)',
      'ruletrial',
    ]);
    db.close();
    const store = openLiveStore(path, () => []);
    expect(store?.facts().recordings.map(({state}) => state)).toEqual(['deleted']);
    expect(store?.facts().slots.map(({state}) => state)).toEqual(['ran', 'abandoned']);
    const setup = {name: 'a', engine: {kind: 'playback'}};
    expect([store?.setupOf(0, 'a'), store?.setupOfRun(1)]).toEqual([setup, setup]);
    store?.close();
  });

  it('of imported logs shows what it showed, and gets the words of a snapshot that is named now', () => {
    const path = join(tempFolder(), 'trial.db');
    const old = new Database(path);
    for (const step of [first, knownRules, liveSchema + liveViews, logsToldApart, leftOut, parts])
      old.exec(step);
    for (const step of [partOfARun, namesOfStates, slotsAndNotices]) old.exec(step);
    old.pragma('user_version = 9');
    const plan = {...ingestedPlan, arms: [{name: 'a', engine: {kind: 'log'}}]};
    old.prepare('INSERT INTO trial(id, name, plan) VALUES(1, ?, ?)').run('mine-1', JSON.stringify(plan));
    old.exec(`INSERT INTO arm(id, name) VALUES(1, 'a');
      INSERT INTO run(id, arm, unit, attempt, started_at, outcome, counted) VALUES(1, 1, 0, 1, 1, 'ingested', 1);
      INSERT INTO rule VALUES(1, 1, 7, 1, 0, '', ''), (2, 1, 8, 1, 2, 'c', 'm');
      INSERT INTO context VALUES(1, '', '', '', '', '', '', '');
      INSERT INTO alert(run, capture, at, rule, context, src) VALUES(1, 0, 9, 1, 1, 5), (1, 0, 9, 2, 1, 5);
      INSERT INTO run_rule VALUES(1, 0, 1, 1, 9, 9), (1, 0, 2, 1, 9, 9);
      INSERT INTO run_rule_source VALUES(1, 0, 1, 5, 1), (1, 0, 2, 5, 1)`);
    old.close();
    const read = () => {
      const db = openTrialReadOnly(path);
      const rows = db
        .prepare('SELECT sid, msg, class, priority, sources FROM v_rule_fired ORDER BY sid')
        .raw()
        .all();
      expect(db.prepare('SELECT sid, msg, class, priority, 1 FROM v_alert ORDER BY sid').raw().all()).toEqual(
        rows,
      );
      db.close();
      return rows;
    };
    expect(read()).toEqual([
      [7, '', '', 0, 1],
      [8, 'm', 'c', 2, 1],
    ]);
    const {ruleset} = replayPlan(['x'], 1).arms[0] ?? {};
    if (!ruleset) throw new Error('no ruleset');
    const store = openTrialStore(path);
    store.snapshots.setNamed('a', {
      name: 'x',
      manifest: ruleset,
      rules: [catalogueRule(7), catalogueRule(8)],
    });
    expect(store.snapshots.find('a')).toMatchObject({named: true, fired: 2, found: 2});
    store.close();
    expect(read()).toEqual([
      [7, 'rule 7', 'Misc activity', 3, 1],
      [8, 'm', 'c', 2, 1],
    ]);
  });

  it('of a catalogue likewise', () => {
    const path = join(tempFolder(), 'catalogue.db');
    openCatalogue(path).close();
    const old = new Database(path);
    old.exec('DROP TABLE request');
    old.exec('ALTER TABLE rules_rule DROP COLUMN file; ALTER TABLE rules_rule DROP COLUMN line');
    old.pragma('user_version = 1');
    old.close();
    const db = openCatalogueReadOnly(path);
    expect(db?.prepare('SELECT count(*) FROM request').pluck().get()).toBe(0);
    db?.close();
  });
});
