import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {alertLog} from '../../harness/disk/alert-logs.ts';
import {stateFolder} from '../../harness/disk/state-folder.ts';
import {ok} from '../../harness/domain/result.ts';
import {closeLogs} from '../../harness/ingest/ingest-records.ts';
import {createTrialStore, openTrialStore} from '../../harness/sqlite/journal/trial-store.ts';
import {openTrialReadOnly} from '../../harness/sqlite/open-trial.ts';
import {readPlan} from '../../harness/sqlite/read-plan.ts';
import {type IngestDeps, type IngestRequest, ingestLogs} from '../../harness/trial/ingest-logs.ts';
import {alertLine} from '../fixtures/alert-lines.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';
import {replayPlan, trialsIn, utc} from '../fixtures/trials.ts';

/** A state folder in which logs are taken in, and files to take. */
function rig() {
  const state = stateFolder(join(tempFolder(), 'state'));
  const files = tempFolder();
  const outside: IngestDeps = {
    trials: trialsIn(state),
    formatOf: () => utc,
    catalogueAnswers: {snapshots: () => [], digestsWith: () => [], rulesOf: () => []},
    clock: {now: () => 7},
    say: () => {},
    madeBy: 'ruletrial test',
  };
  return {
    state,
    async ingest(
      given: Readonly<Record<string, string | Uint8Array>>,
      trial = 'mine',
      arm = 'a',
      more: Partial<IngestRequest> = {},
    ) {
      for (const [name, content] of Object.entries(given)) {
        mkdirSync(join(files, name, '..'), {recursive: true});
        writeFileSync(join(files, name), content);
      }
      const logs = await Promise.all(Object.keys(given).map(name => alertLog(join(files, name))));
      return ingestLogs({trial, arm, logs, ...more}, outside).finally(() => closeLogs(logs));
    },
    at: (name: string) => join(files, name),
  };
}

const lines = (...numbers: number[]): string => numbers.map(n => `${alertLine(n)}\n`).join('');

describe('ingest of other people’s logs', () => {
  it('makes the trial and the arm when they are not there, and goes on with them when they are', async () => {
    const {state, ingest} = rig();
    expect(await ingest({'alert_json.txt': lines(1, 2)})).toEqual(
      ok({files: 1, trial: 'mine-1', arm: 'a', alerts: 2, rejects: 0, known: 0, waiting: 0}),
    );
    expect(await ingest({'alert_json.txt': lines(1, 2, 3)})).toMatchObject({
      value: {trial: 'mine-1', alerts: 1},
    });
    expect(await ingest({'other.txt': lines(1)}, 'mine', 'b')).toMatchObject({
      value: {trial: 'mine-1', alerts: 1},
    });
    expect(await ingest({'other.txt': lines(1)}, 'mine-5', 'b')).toMatchObject({value: {trial: 'mine-5'}});
    expect(await state.trials()).toEqual(['mine-1', 'mine-5']);
    const db = openTrialReadOnly(state.trialStore('mine-1'));
    expect(readPlan(db).plan.arms).toEqual([
      {name: 'a', engine: {kind: 'log'}},
      {name: 'b', engine: {kind: 'log'}},
    ]);
    db.close();
  });

  it('refuses them all before it makes anything when one of them is no alert log', async () => {
    const {state, ingest, at} = rig();
    const picture = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');
    expect(await ingest({'alert_json.txt': lines(1), 'picture.png': picture})).toMatchObject({
      ok: false,
      failure: {kind: 'not-a-log', file: at('picture.png')},
    });
    expect(existsSync(state.path)).toBe(false);
  });

  it('waits with a torn line whose tail is all that the newest log holds, but refuses that tail alone', async () => {
    const {ingest} = rig();
    const torn = alertLine(2);
    const before = `${lines(1)}${torn.slice(0, 40)}`;
    expect(await ingest({'alert_json.txt': `${torn.slice(40)}\n`})).toMatchObject({
      failure: {kind: 'not-a-log'},
    });
    const tail = {'alert_json.txt.1780000000': before, 'alert_json.txt': `${torn.slice(40)}\n`};
    expect(await ingest(tail)).toMatchObject({value: {alerts: 1, rejects: 0, waiting: torn.length + 1}});
    const more = {...tail, 'alert_json.txt': `${torn.slice(40)}\n${lines(3)}`};
    expect(await ingest(more)).toMatchObject({value: {alerts: 2, rejects: 0, waiting: 0}});
  });

  it('keeps what could be read of a gzip that was cut off, says so, and takes the rest from a whole one', async () => {
    const {ingest, at} = rig();
    const text = lines(...Array.from({length: 20_000}, (_, n) => n));
    const zipped = gzipSync(text);
    expect(await ingest({'alert_json.txt.gz': zipped.subarray(0, zipped.length * 0.9)})).toEqual({
      ok: false,
      failure: {
        kind: 'log-unreadable',
        file: at('alert_json.txt.gz'),
        reason: 'its gzip data is truncated',
        records: expect.any(Number),
      },
    });
    const rest = await ingest({'alert_json.txt.gz': zipped});
    expect(rest).toMatchObject({ok: true, value: {trial: 'mine-1', rejects: 0, waiting: 0}});
    const taken = rest.ok ? rest.value.alerts : 0;
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(20_000);
    expect(await ingest({'alert_json.txt.gz': zipped})).toMatchObject({
      value: {alerts: 0, known: text.length},
    });
  });

  it('says that nothing was taken in, and makes no trial, when no file holds a whole record', async () => {
    const {state, ingest, at} = rig();
    expect(await ingest({'alert_json.txt': '', 'other.txt': alertLine(1).slice(0, 40)})).toEqual({
      ok: false,
      failure: {
        kind: 'nothing-taken-in',
        files: [at('alert_json.txt'), at('other.txt')],
        waiting: 40,
      },
    });
    expect(existsSync(state.path)).toBe(false);
    expect(await ingest({'alert_json.txt': lines(1)})).toMatchObject({ok: true});
    expect(await ingest({'alert_json.txt': lines(1)})).toMatchObject({
      ok: true,
      value: {alerts: 0, rejects: 0},
    });
  });

  it('takes in an empty log where that is asked for, so that a silent ruleset is an arm too', async () => {
    const {ingest} = rig();
    const silent = await ingest({'alert_json.txt': ''}, 'mine', 'silent', {acceptEmpty: true});
    expect(silent).toMatchObject({ok: true, value: {arm: 'silent', files: 1, alerts: 0, waiting: 0}});
    const torn = await ingest({'alert_json.txt': alertLine(1).slice(0, 40)}, 'mine', 'torn', {
      acceptEmpty: true,
    });
    expect(torn).toMatchObject({ok: false, failure: {kind: 'nothing-taken-in', waiting: 40}});
  });

  it('goes on with the log that the user names, and names those that the arm holds', async () => {
    const {ingest, at} = rig();
    await ingest({'day.json': lines(1, 2)});
    const edited = {'edited.json': lines(1, 3, 4, 5)};
    expect(await ingest(edited, 'mine', 'a', {sameAs: 'none'})).toMatchObject({
      failure: {kind: 'log-not-known', wanted: 'none', known: [at('day.json')]},
    });
    expect(await ingest(edited, 'mine', 'a', {sameAs: 'day.json'})).toMatchObject({
      value: {alerts: 2, known: lines(1, 3).length},
    });
  });

  it('refuses a gzip that is damaged from its beginning before it makes anything', async () => {
    const {state, ingest} = rig();
    const damaged = Buffer.from(gzipSync(lines(1)));
    damaged.fill(0xff, 12, 30);
    expect(await ingest({'alert_json.txt.gz': damaged})).toMatchObject({failure: {kind: 'log-unreadable'}});
    expect(existsSync(state.path)).toBe(false);
  });

  it.each(['../up', 'A', '', 'a b'])('refuses the name "%s" for a trial and for an arm', async name => {
    const {ingest} = rig();
    const given = {'alert_json.txt': lines(1)};
    expect(await ingest(given, name)).toMatchObject({failure: {kind: 'trial-name', name}});
    expect(await ingest(given, 'mine', name)).toMatchObject({failure: {kind: 'trial-name', name}});
  });

  it('refuses a trial that is sealed, and one that replays captures', async () => {
    const {state, ingest} = rig();
    await ingest({'alert_json.txt': lines(1)});
    const store = openTrialStore(state.trialStore('mine-1'));
    store.seal(9);
    store.close();
    expect(await ingest({'alert_json.txt': lines(1, 2)})).toMatchObject({
      failure: {kind: 'trial-sealed', trial: 'mine-1'},
    });
    await state.make(state.trialFolder('duel-1'));
    createTrialStore(state.trialStore('duel-1'), 'duel-1', replayPlan(['a'], 1)).close();
    expect(await ingest({'alert_json.txt': lines(1)}, 'duel')).toMatchObject({
      failure: {kind: 'trial-kind', trial: 'duel-1', found: 'replay', expected: 'ingested'},
    });
  });
});
