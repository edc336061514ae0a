import {appendFileSync, readdirSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {snortJson} from '../../harness/ingest/snort-json/parse-alert.ts';
import {followAlertLogs} from '../../harness/live/follow-alert-logs.ts';
import {LiveWorld, livePlan} from '../fakes/live-world.ts';
import {alertLine} from '../fixtures/alert-lines.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

const BEGIN = 1_780_272_000_000_000;

/** A run whose engine writes into a real folder, followed into a real store. */
async function following(logs: 'compress' | 'keep' | 'remove') {
  const plan = livePlan(['a'], {
    cadence: {kind: 'every', everyMs: 60_000, startAt: BEGIN},
    rotations: 1,
    logs,
  });
  const world = new LiveWorld(tempFolder(), plan);
  const store = world.open();
  onTestFinished(() => store.close());
  const [setup] = plan.arms;
  if (!setup) throw new Error('no arm');
  store.addRotation([{slot: 0, rotation: 0, arms: ['a'], beginsAt: BEGIN, endsAt: BEGIN + 1}]);
  store.prepared({slot: 0, arm: 'a', setup, reason: '', at: BEGIN});
  const run = store.startRun({slot: 0, arm: 'a', attempt: 1, setup, at: BEGIN});
  const folders = world.state.runFolders('live-1');
  const folder = await folders.fresh('a', 0, 1);
  const deps = {
    store,
    folders,
    formatOf: () => snortJson({year: 2026, changedAt: BEGIN, timeZone: 'UTC'}),
  };
  let n = 0;
  return {
    folder,
    /** So many more alerts at the end of a log; `torn`: half a line behind them. */
    write(name: string, count: number, torn = ''): void {
      const lines = Array.from({length: count}, (_, place) => `${alertLine(n + place + 1)}\n`);
      n += count;
      appendFileSync(join(folder, name), lines.join('') + torn);
    },
    roll: (name: string, to: string) => renameSync(join(folder, name), join(folder, to)),
    look: (finished = false) => followAlertLogs(run, folder, finished, deps),
    stored: () => store.alertsOf(run),
  };
}

describe('logs of a live engine', () => {
  it.each(['compress', 'keep', 'remove'] as const)(
    'are followed through rollovers and torn lines, each packet thread for itself, and compressed, removed or kept when stored: %s',
    async logs => {
      const {folder, write, roll, look, stored} = await following(logs);
      const torn = alertLine(5000);
      write('0_alert_json.txt', 3);
      write('1_alert_json.txt', 2);
      await look();
      expect(stored()).toBe(5);
      write('0_alert_json.txt', 1, torn.slice(0, 40));
      await look();
      expect(stored()).toBe(6);
      roll('0_alert_json.txt', '0_alert_json.txt.1780272001');
      writeFileSync(join(folder, '0_alert_json.txt'), `${torn.slice(40)}\n`);
      write('0_alert_json.txt', 1);
      await look();
      expect(stored()).toBe(8);
      roll('0_alert_json.txt', '0_alert_json.txt.1780272002');
      write('0_alert_json.txt', 1);
      await look();
      // the oldest is wholly in the store; the two newest may still be written, or hold half a line
      expect(
        readdirSync(folder)
          .filter(name => name.includes('alert_json'))
          .sort(),
      ).toEqual(['0_alert_json.txt', '0_alert_json.txt.1780272002', '1_alert_json.txt']);
      const done = logs === 'remove' ? [] : readdirSync(join(folder, 'done'));
      const away = {
        compress: ['0_alert_json.txt.1780272001.gz'],
        keep: ['0_alert_json.txt.1780272001'],
        remove: [],
      }[logs];
      expect(done).toEqual(away);
      await look(true);
      await look(true);
      expect(stored()).toBe(9);
    },
  );
});
