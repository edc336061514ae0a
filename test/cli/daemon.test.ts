import {type ChildProcess, spawn} from 'node:child_process';
import {cpSync, mkdirSync, readFileSync, realpathSync} from 'node:fs';
import {resolve} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {afterEach, beforeEach, describe, expect, it, onTestFinished, vi} from 'vitest';
import {trialReportSchema} from '../../harness/analysis/trial-report.ts';
import {requestStore} from '../../harness/sqlite/catalogue/requests.ts';
import {takeLock} from '../../harness/sqlite/lock.ts';
import {openCatalogue} from '../../harness/sqlite/open-catalogue.ts';
import {provider} from '../fakes/provider.ts';
import {liveOf, partOf} from '../rig/parts.ts';
import {NO_SNORT, Rig} from '../rig/project.ts';

const MAIN = resolve('dist/harness/main.js');

describe('the daemon', () => {
  let rig: Rig;
  let child: ChildProcess;
  let log: string;

  /** Begins the daemon over the demo's rotating schedule, on recorded runs. */
  function daemon(env: Record<string, string> = {}): Promise<number | null> {
    child = spawn(process.execPath, [MAIN, 'daemon', '--json'], {
      cwd: rig.root,
      env: {...process.env, ...NO_SNORT, ...env},
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    log = '';
    child.stdout?.on('data', chunk => {
      log += String(chunk);
    });
    child.stderr?.on('data', chunk => {
      log += String(chunk);
    });
    return new Promise(done => child.once('exit', code => done(code)));
  }

  const until = async (look: () => boolean): Promise<void> => {
    while (!look()) {
      if (child.exitCode !== null) throw new Error(`the daemon ended: ${log}`);
      await pause(50);
    }
  };

  beforeEach(() => {
    rig = new Rig();
    for (const folder of ['rulesets', 'captures', 'schedules'])
      cpSync(`demo/${folder}`, rig.path(folder), {recursive: true});
  });
  afterEach(() => {
    child?.kill('SIGKILL');
    rig.remove();
  });

  /** The demo's rotating schedule with another word in place of one of its own, and more words at its end. */
  function declare(word: string, other: string, more = ''): void {
    const text = readFileSync('demo/schedules/demo-live.yaml', 'utf8');
    expect(text).toContain(word);
    rig.write('schedules/demo-live.yaml', text.replace(word, other) + more);
  }
  /** No test must be done before its trial ends by itself. */
  const withoutEnd = () => declare('every: 4s\nrotations: 3', 'every: 2s\nrotations: 300');

  it('conducts live schedules, serves requests beside, stops a trial when it is asked to, and ends on a signal', async () => {
    withoutEnd();
    const ended = daemon();
    await until(() => log.includes('slot 1 of 900'));
    // each of these is done by the daemon, and told as if it had been done here
    const taken = await rig.ok(['snapshot', 'take', 'broad', '--json'], NO_SNORT);
    expect(JSON.parse(taken.stdout)).toMatchObject([{ruleset: 'broad', result: 'unchanged'}]);
    rig.write('mine.txt', ALERT);
    const ingested = await rig.ok([
      'ingest',
      rig.path('mine.txt'),
      '--trial',
      'mine',
      '--arm',
      'a',
      '--snapshot',
      'broad',
      '--json',
    ]);
    expect(JSON.parse(ingested.stdout)).toMatchObject({
      ...{trial: 'mine-1', alerts: 1},
      rules: {named: true, snapshots: [{name: 'broad'}]},
    });
    const replayed = await rig.ok(['trial', 'run', 'demo', '--json'], NO_SNORT);
    expect(trialReportSchema.parse(JSON.parse(replayed.stdout)).trial).toMatchObject({
      name: 'demo-1',
      kind: 'replay',
    });
    const status = await rig.ok(['trial', 'status']);
    expect(status.stdout).toMatch(/demo-live-1/);
    const stopped = await rig.ok(['trial', 'stop', 'demo-live', '--json']);
    expect(JSON.parse(stopped.stdout)).toEqual({trial: 'demo-live-1', stopping: true});
    await until(() => log.includes('demo-live-1 is sealed'));
    const written = trialReportSchema.parse(
      JSON.parse(readFileSync(rig.path('reports/demo-live-1/report.json'), 'utf8')),
    );
    expect(written.trial.sealedAt).toBeDefined();
    expect(log).toContain('demo-live-1: report: ');
    const page = realpathSync(rig.path('reports/demo-live-1/report.html'));
    const after = JSON.parse((await rig.ok(['trial', 'status', 'demo-live', '--json'])).stdout);
    expect(after).toMatchObject([{report: {path: page, writtenAt: expect.any(Number)}}]);
    expect((await rig.ok(['trial', 'status', 'demo-live'])).stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /demo-live-1: report of [\d:TZ-]+: .*report\.html/,
    );
    child.kill('SIGTERM');
    expect(await ended, log).toBe(0);
    const told = await rig.ok(['report', 'demo-live', '--json']);
    const report = trialReportSchema.parse(JSON.parse(told.stdout));
    const live = liveOf(report);
    expect(report.trial.sealedAt).toBeDefined();
    expect(live.notices.map(({kind}) => kind)).toContain('trial-stopped');
    expect(live.slots.length).toBeLessThan(900);
    for (const line of log.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('at');
  }, 120_000);

  it('goes on when the reader of its log goes away, and ends with 0 on a signal', async () => {
    declare('every: 4s\nrotations: 3', 'every: 2s\nrotations: 1');
    const ended = daemon();
    await until(() => log.includes('slot 1 of 3'));
    child.stdout?.destroy();
    await vi.waitFor(
      async () => {
        if (child.exitCode !== null) throw new Error(`the daemon ended: ${log}`);
        const [status] = JSON.parse((await rig.ok(['trial', 'list', '--json'])).stdout);
        expect(status).toMatchObject({trial: 'demo-live-1', sealedAt: expect.any(Number)});
      },
      {timeout: 90_000, interval: 500},
    );
    child.kill('SIGTERM');
    expect(await ended, log).toBe(0);
  }, 120_000);

  it('goes on with its trial after SIGKILL, and every alert is there once', async () => {
    declare('every: 4s', 'every: 2s');
    void daemon();
    await until(() => log.includes('slot 2 of 9'));
    const all = JSON.parse((await rig.ok(['trial', 'status', '--json'])).stdout);
    expect(all).toMatchObject([{trial: 'demo-live-1', conducted: true, slotsPlanned: 9}]);
    const gone = new Promise(done => child.once('exit', done));
    child.kill('SIGKILL');
    await gone;
    // its store still says that an engine runs
    const left = (await rig.ok(['trial', 'status'])).stdout;
    expect(left).toContain('demo-live-1 is not running. Continue it with: ruletrial daemon');
    expect(left).toContain('(none running)');
    const ended = daemon();
    await until(() => log.includes('demo-live-1 is sealed'));
    child.kill('SIGTERM');
    expect(await ended, log).toBe(0);
    const told = await rig.ok(['report', 'demo-live', '--json']);
    const report = trialReportSchema.parse(JSON.parse(told.stdout));
    const slots = liveOf(report).slots;
    expect([slots.length, slots[0]?.state]).toEqual([9, 'ran']);
    // how many slots passed before it was back is the machine's matter; each says why it had no engine
    for (const {state, reason} of slots) expect(state === 'ran' || reason).toBeTruthy();
    // the paired answer is that of the demo's replay
    expect(partOf(report, 'same-traffic').arms.map(({arm, alerts}) => [arm, alerts])).toEqual([
      ['broad', 645],
      ['desktop', 30],
      ['specific', 45],
    ]);
  }, 120_000);

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'does not begin a trial later for an asker that got %s',
    async signal => {
      // a process that conducts and takes nothing
      mkdirSync(rig.path('.ruletrial'));
      const lock = takeLock(rig.path('.ruletrial/lock.db'));
      const db = openCatalogue(rig.path('.ruletrial/catalogue.db'));
      onTestFinished(() => {
        lock?.release();
        db.close();
      });
      child = rig.spawn(['trial', 'run', 'demo-live']);
      const ended = new Promise(done => child.once('exit', (_, by) => done(by)));
      const rows = () => db.prepare('SELECT kind FROM request').pluck().all();
      await until(() => rows().length === 1);
      child.kill(signal);
      expect(await ended).toBe(signal);
      expect(rows()).toEqual([]);
    },
  );

  it('that is killed in the midst of a request leaves no asker waiting', async () => {
    mkdirSync(rig.path('.ruletrial'));
    const lock = takeLock(rig.path('.ruletrial/lock.db'));
    const db = openCatalogue(rig.path('.ruletrial/catalogue.db'));
    const asking = rig.run(['trial', 'run', 'demo-live']);
    await vi.waitFor(() => {
      const [request] = requestStore(db).open(Date.now() * 1000);
      expect(request && requestStore(db).accept(request.id, 1)).toBe(true);
    }, 55_000);
    lock?.release();
    db.close();
    const {exit, stderr} = await asking;
    expect([exit, stderr]).toEqual([
      1,
      expect.stringContaining('the process that runs trials ended before it'),
    ]);
  });

  it('tells of a schedule that is new, of a request that failed, and goes on with a trial whose schedule is broken', async () => {
    withoutEnd();
    void daemon();
    await until(() => log.includes('slot 1 of 900'));
    const asked = await rig.run(['trial', 'replay', 'demo-live', '--slots', '8..9']);
    expect(asked.exit).toBe(4);
    await until(() => log.includes('the request (trial replay) failed: demo-live-1 has no recorded traffic'));
    const gone = new Promise(done => child.once('exit', done));
    child.kill('SIGKILL');
    await gone;
    declare('rotations: 3', 'rotatons: 3');
    const ended = daemon();
    await until(() => log.includes('demo-live-1 is not finished: continuing it'));
    await until(() => log.includes('Since demo-live-1 began, schedules/demo-live.yaml cannot be read'));
    expect(log).toContain('Did you mean');
    await rig.ok(['trial', 'stop', 'demo-live']);
    await until(() => log.includes('demo-live-1 is sealed'));
    child.kill('SIGTERM');
    expect(await ended, log).toBe(0);
    const again = await rig.run(['trial', 'stop', 'demo-live']);
    expect([again.exit, again.stderr]).toEqual([4, expect.stringContaining('it is sealed already')]);
    const none = await rig.run(['trial', 'stop', 'other']);
    expect([none.exit, none.stderr]).toEqual([4, expect.stringContaining('other')]);
  }, 120_000);

  it('tells a webhook what needs a person, once, and no secret of it anywhere', async () => {
    const bodies: string[] = [];
    const {url, seen} = await provider((request, response) => {
      request.on('data', chunk => bodies.push(String(chunk)));
      request.on('end', () => response.writeHead(bodies.length === 1 ? 500 : 204).end());
    });
    // no slot ends, so none can be missed: the seal is all there is to tell
    declare('every: 4s', 'every: 1h', 'notify: {url_variable: HOOK, token_variable: HOOK_TOKEN}\n');
    const ended = daemon({HOOK: `${url}/s3cret-path`, HOOK_TOKEN: 'token-of-mine'});
    await until(() => rig.exists('.ruletrial/trials/demo-live-1/trial.db'));
    await rig.ok(['trial', 'stop', 'demo-live']);
    await until(() => bodies.some(body => body.includes('trial-sealed')));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    const kinds = bodies.map(body => (JSON.parse(body) as {kind: string}).kind);
    // the first try was refused
    expect(kinds).toEqual(['trial-sealed', 'trial-sealed']);
    const db = rig.trial('demo-live-1');
    const unsent = db.prepare("SELECT count(*) FROM notice WHERE kind = 'trial-sealed' AND sent_at IS NULL");
    expect(unsent.pluck().get()).toBe(0);
    db.close();
    expect(seen.every(({headers}) => headers.authorization === 'Bearer token-of-mine')).toBe(true);
    expect(log).not.toMatch(/s3cret-path|token-of-mine/);
    expect(readFileSync(rig.path('.ruletrial/trials/demo-live-1/trial.db')).includes('token-of-mine')).toBe(
      false,
    );
  }, 120_000);
});

const ALERT =
  '{ "seconds" : 1780272000, "timestamp" : "06/01-00:00:00.000001", "rule" : "1:1:1", "msg" : "m", "src_addr" : "192.0.2.1", "dst_addr" : "192.0.2.2" }\n';
