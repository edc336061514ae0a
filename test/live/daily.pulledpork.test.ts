import {copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {gzipSync} from 'node:zlib';
import {afterEach, describe, expect, it} from 'vitest';
import {makeReport} from '../../harness/analysis/make-report.ts';
import {orderOf} from '../../harness/calendar/order.ts';
import {describeFailure} from '../../harness/cli/all-failures.ts';
import {readYaml} from '../../harness/declarations/yaml/read-yaml.ts';
import {project} from '../../harness/disk/project.ts';
import type {Micros} from '../../harness/domain/time.ts';
import type {RecorderEnd} from '../../harness/engine/ports.ts';
import {type RunLiveDeps, runLive} from '../../harness/live/run-live.ts';
import {readFigures} from '../../harness/sqlite/answers/figures.ts';
import {createLiveStore} from '../../harness/sqlite/journal/live-store.ts';
import {openTrialReadOnly} from '../../harness/sqlite/open-trial.ts';
import {snapshotsIn} from '../../harness/wiring/snapshots.ts';
import {LiveWorld, livePlan} from '../fakes/live-world.ts';
import {provider} from '../fakes/provider.ts';
import {communityMembers} from '../fixtures/archives/community.ts';
import {lightspdMembers} from '../fixtures/archives/lightspd.ts';
import {registeredMembers} from '../fixtures/archives/registered.ts';
import {tarOf} from '../fixtures/archives/write-archive.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';
import {need} from '../rig/found.ts';
import {liveOf} from '../rig/parts.ts';
import {porkAt} from '../rig/pork-online.ts';

const runs = need('pulledpork', 'ten days of schedules/daily.yaml');
const DAY = 86_400_000_000;
const OINKCODE = 'fedcbafedcbafedcbafedcbafedcbafedcbafeed';
const BEGIN = Date.parse('2026-06-01T04:00:00Z') * 1000;

const before = {...process.env};
afterEach(() => {
  process.env = {...before};
});

/** The shipped declarations as they stand, but for the address of the blocklist: nothing leaves this machine. */
function daily(list: string): string {
  const root = tempFolder();
  for (const folder of ['rulesets', 'schedules']) {
    mkdirSync(join(root, folder));
    for (const name of readdirSync(folder).filter(one => one.endsWith('.yaml')))
      copyFileSync(resolve(folder, name), join(root, folder, name));
  }
  const path = join(root, 'rulesets/et-blocklist.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/url: .*/, `url: ${list}`));
  mkdirSync(join(root, 'rulesets/manual'));
  return root;
}

/** Ten days of it: an outage on day 4, a page of terms on day 6, a list put in by hand on day 7. */
async function tenDays() {
  const world = new LiveWorld(
    tempFolder(),
    livePlan(['unused'], {cadence: {kind: 'every', everyMs: 1, startAt: BEGIN}, rotations: 1}),
  );
  const day = () => Math.floor((world.now - BEGIN) / DAY) + 1;
  const {url} = await provider((request, response) => {
    const path = request.url ?? '';
    if (day() === 4) response.writeHead(503).end();
    else if (path.startsWith('/list') && day() === 6)
      response.writeHead(200, {'content-type': 'text/html'}).end('<html><title>Terms</title></html>');
    else if (path.startsWith('/list')) response.end(`192.0.2.1\n198.51.100.${day()}\n`);
    else if (path.includes('community')) response.end(gzipSync(tarOf(...communityMembers())));
    else if (path.includes('LightSPD')) response.end(gzipSync(tarOf(...lightspdMembers())));
    else response.end(gzipSync(tarOf(...registeredMembers())));
  });
  Object.assign(process.env, porkAt(url), {OINKCODE});
  const root = daily(`${url}/list.txt`);
  world.onSleep = () => {
    if (day() >= 7) writeFileSync(join(root, 'rulesets/manual/ip-filter.blf'), '203.0.113.9\n203.0.113.10\n');
  };
  const stop = new AbortController();
  const {deps, close} = await depsOf(world, root, stop);
  const done = await runLive('daily', deps);
  close();
  return {world, done};
}

async function depsOf(
  world: LiveWorld,
  root: string,
  stop: AbortController,
): Promise<{deps: RunLiveDeps; close(): void}> {
  const state = world.state;
  const clock = {now: () => world.now};
  const engine = async () => ({ok: true as const, value: world.engine()});
  const withScratch = async <T>(work: (folder: string) => Promise<T>) => {
    mkdirSync(state.scratch, {recursive: true});
    return work(state.scratch);
  };
  const snapshots = await snapshotsIn(state.path, {
    ...{clock, withScratch, scratch: state.scratch, version: '0', stop: stop.signal, engine},
    say: () => {},
  });
  const base = world.deps(world.open(), {}, () => {});
  const endsAt: Micros = BEGIN + 10 * DAY;
  const deps: RunLiveDeps = {
    ...base,
    ...snapshots,
    declarations: {...project(root), resolve: (path: string) => resolve(root, path)},
    readText: readYaml,
    mayFetch: true,
    engineFor: engine,
    withScratch,
    stop: stop.signal,
    messageOf: failure => describeFailure(failure).message,
    timer: {
      maxMs: undefined,
      sleepUntil: async (at, signal, working) => {
        await base.timer.sleepUntil(at, signal, working);
        if (world.now >= endsAt) stop.abort();
      },
    },
    recorder: {version: async () => 'tcpdump 4.99', start: async () => ({ok: true as const, value: tape()})},
    recorderVersion: async () => 'tcpdump 4.99',
    defaultInterface: async () => 'eth0',
    interfaceExists: async () => true,
    nightlyReboot: async () => undefined,
    drawSeed: () => seed,
    trials: {
      names: async () => [],
      open: () => {
        throw new Error('there is none');
      },
      create: async (name, plan) => {
        mkdirSync(state.trialFolder(name), {recursive: true});
        return createLiveStore(state.trialStore(name), name, plan, snapshots.catalogue.rulesOf);
      },
      depsOf: ({name}) => ({
        folders: {...state.runFolders(name), freeBytes: async () => 1e12},
        sameTrafficFolders: state.runFolders(name, 'paired'),
        recordings: {
          path: file => join(state.trialFolder(name), file),
          scratch: async () => state.scratch,
          trim: async () => ({sha256: '0'.repeat(64), bytes: 1, packets: 0, linkType: 1}),
          keepWhole: async () => undefined,
          describe: async () => undefined,
          tidy: async () => {},
          sweep: async () => {},
          remove: async () => {},
        },
        serve: async () => {},
        flushNotices: async () => {},
      }),
    },
  };
  return {deps, close: snapshots.close};
}

/** An order in which the blocklist's second slot is day 7, so that its rules are taken on day 6. */
const seed =
  Array.from({length: 1000}, (_, n) => n).find(
    n =>
      orderOf(['community', 'registered', 'lightspd', 'et-blocklist'], 1, 'random', n)[2] === 'et-blocklist',
  ) ?? 0;

/** A tape that runs until it is stopped. */
function tape() {
  let end: (how: RecorderEnd) => void = () => {};
  const ended = new Promise<RecorderEnd>(resolve => {
    end = resolve;
  });
  const stop = () => end({packets: {captured: 0, dropped: 0}, endReason: undefined});
  return {ready: Promise.resolve(true), ended, stop};
}

describe.runIf(runs)('schedules/daily.yaml as it is shipped, through ten days', () => {
  it('says what each day ran and why', async () => {
    const {world, done} = await tenDays();
    expect(done).toMatchObject({ok: false, failure: {kind: 'trial-interrupted'}});
    const db = openTrialReadOnly(world.state.trialStore('daily-1'));
    const report = makeReport(readFigures(db));
    db.close();
    const slots = liveOf(report).slots ?? [];
    const ran = slots.filter(({runs: count}) => count > 0);
    // four arms until the list is there by hand; then five
    expect(
      slots
        .filter(({rotation}) => rotation === 1)
        .map(({arm}) => arm)
        .sort(),
    ).toEqual(['community', 'et-blocklist', 'lightspd', 'registered']);
    expect(
      slots
        .filter(({rotation}) => rotation === 2)
        .map(({arm}) => arm)
        .sort(),
    ).toEqual(['community', 'et-blocklist', 'lightspd', 'registered']);
    expect(
      slots
        .filter(({rotation}) => rotation === 3)
        .map(({arm}) => arm)
        .sort(),
    ).toEqual(['community', 'et-blocklist', 'lightspd', 'registered', 'snort-blocklist']);
    expect(ran.map(({slot}) => slot)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const slot of ran) expect([slot.slot, slot.ruleset?.name]).toEqual([slot.slot, slot.arm]);
    const messageOf = (day: number) => slots[day - 1]?.snapshotReason ?? '';
    expect(messageOf(1)).toBe('as planned');
    // half an hour before day 5 it is still day 4
    expect(messageOf(5)).toMatch(/503.*; the last good snapshot of 2026-06-0\d.* is used/s);
    expect(slots[6]?.arm).toBe('et-blocklist');
    expect(messageOf(7)).toMatch(/web page.*Terms.*; the last good snapshot of 2026-06-0\d.* is used/s);
    for (const day of [2, 3, 4, 6, 8, 9, 10])
      expect(messageOf(day)).toMatch(
        /^(unchanged since (the last snapshot|its last slot)|new rules since its last slot|a new snapshot was taken)$/,
      );
    const told = (liveOf(report).notices ?? []).map(({kind, slot, arm}) => [kind, slot, arm]);
    expect(told).toEqual([
      ['arm-unavailable', undefined, 'snort-blocklist'],
      ['arm-unavailable', undefined, 'snort-blocklist'],
      ['snapshot-refused', 5, slots[4]?.arm],
      ['snapshot-refused', 7, 'et-blocklist'],
    ]);
    expect(JSON.stringify(report)).not.toContain(OINKCODE);
    expect(readFileSync(world.state.trialStore('daily-1')).includes(OINKCODE)).toBe(false);
  }, 300_000);
});
