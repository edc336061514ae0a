import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {appendFileSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {engineFiles} from '../../harness/disk/engine-files.ts';
import type {PacketCounts} from '../../harness/domain/run.ts';
import type {Engine, ListeningEngine, ListenSpec} from '../../harness/engine/ports.ts';
import {findSnort} from '../../harness/engine/snort3/find-snort.ts';
import {snort3} from '../../harness/engine/snort3/snort3.ts';
import {packetsIn} from '../../harness/machine/linux/interfaces.ts';
import {childProcesses} from '../../harness/process/child-processes.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';
import {need} from '../rig/found.ts';
import {makeNet, type Net, needNetns} from '../rig/netns.ts';

const OF = 'real Snort on live traffic';
const runs = need('snort', OF) && needNetns(OF);
const CAPTURE = 'demo/captures/icmp-sweep.pcap';

describe.runIf(runs)('real Snort on live traffic', {timeout: 60_000}, () => {
  let net: Net;
  let engine: Engine;
  beforeAll(async () => {
    net = makeNet();
    const hints = {
      binary: net.program('snort'),
      defaults: process.env.RULETRIAL_SNORT_LUA,
      daqDir: process.env.RULETRIAL_DAQ_DIR,
    };
    const places = await findSnort(hints, childProcesses, engineFiles);
    if (!places.ok) throw new Error(places.failure.kind);
    engine = snort3(places.value, {processes: childProcesses, files: engineFiles});
  });
  afterAll(() => net?.remove());

  /** A spec whose one rule alerts on every ICMP packet. */
  function specOf(sensor: Partial<ListenSpec['sensor']> = {}): ListenSpec {
    const rules = tempFolder();
    writeFileSync(join(rules, 'all.rules'), 'alert icmp any any -> any any ( msg:"i"; sid:1; rev:1; )\n');
    return {
      config: {
        arm: 'a',
        rules: {digest: '', folder: rules, entry: 'all.rules', files: []},
        settings: {builtins: false, homeNet: 'any', externalNet: 'any', checksums: false, tweaks: ''},
        configDigest: '',
      },
      sensor: {kind: 'interface', interface: net.interface, daq: 'afpacket', threads: 1, ...sensor},
      folder: tempFolder(),
      rollMiB: 64,
    };
  }

  async function listening(of: ListenSpec): Promise<ListeningEngine> {
    const started = await engine.listen(of);
    if (!started.ok) throw new Error(JSON.stringify(started.failure));
    return started.value;
  }

  /** Its counts once it received so many packets: they reach it some milliseconds after they were sent. */
  async function countsOf(live: ListeningEngine, received: number): Promise<PacketCounts | undefined> {
    for (let tries = 0; tries < 300; tries += 1) {
      const counts = await live.counts(5);
      if (counts?.received === received) return counts;
      await pause(100);
    }
    return live.counts(5);
  }

  const alerts = ({folder}: ListenSpec): number =>
    readdirSync(folder)
      .filter(name => /^(\d_)?alert_json\.txt$/.test(name))
      .reduce((sum, name) => sum + readFileSync(join(folder, name), 'utf8').split('\n').length - 1, 0);

  it('is ready, counts each packet from its start on, and tells all at its end', async () => {
    const of = specOf();
    const live = await listening(of);
    expect(live.pid).toBeGreaterThan(1);
    expect(await live.ready).toBe(true);
    expect(readFileSync(`/proc/${live.pid}/cmdline`, 'utf8')).toContain('snort');
    expect(await live.counts(5)).toEqual({received: 0, analyzed: 0, dropped: 0, discarded: 0});
    const [first, second] = [await net.send(CAPTURE, 5000, 500), await net.send(CAPTURE, 5000, 250)];
    expect(await countsOf(live, 750)).toEqual({received: 750, analyzed: 750, dropped: 0, discarded: 0});
    live.stop();
    const end = await live.ended;
    expect(end).toMatchObject({
      outcome: 'exited-early',
      exitCode: 0,
      packets: {received: first.sent + second.sent, analyzed: 750, dropped: 0, discarded: 0},
      problems: [],
      endReason: 'caught term signal',
    });
    expect(end.alertsLogged).toBeGreaterThan(500);
    expect(alerts(of)).toBe(end.alertsLogged);
    expect(readFileSync(join(of.folder, 'ruletrial.lua'), 'utf8')).toContain('limit = 64');
  });

  it('is asked once by many at a time, and figures are never added up twice', async () => {
    const live = await listening(specOf());
    await live.ready;
    await net.send(CAPTURE, 0, 100);
    await countsOf(live, 100);
    const answers = await Promise.all([live.counts(5), live.counts(5), live.counts(0.001), live.counts(5)]);
    const counted = {received: 100, analyzed: 100, dropped: 0, discarded: 0};
    expect(answers).toEqual([counted, counted, undefined, counted]);
    expect(await live.counts(5)).toEqual(counted);
    live.stop();
    expect((await live.ended).packets).toEqual(counted);
  });

  it('that hangs gives no counts, gives them when it goes on, and is ended by kill', async () => {
    const live = await listening(specOf());
    await live.ready;
    await net.send(CAPTURE, 0, 100);
    await countsOf(live, 100);
    process.kill(Number(live.pid), 'SIGSTOP');
    expect(await live.counts(1.5)).toBeUndefined();
    expect(await live.counts(0.1)).toBeUndefined();
    process.kill(Number(live.pid), 'SIGCONT');
    expect(await live.counts(5)).toEqual({received: 100, analyzed: 100, dropped: 0, discarded: 0});
    process.kill(Number(live.pid), 'SIGSTOP');
    live.kill();
    expect(await live.ended).toMatchObject({
      outcome: 'exited-early',
      exitCode: 137,
      signal: 'signal 9',
      // what it said before is not what it had counted at its end
      packets: undefined,
    });
    expect(await live.counts(1)).toBeUndefined();
  });

  it('shares traffic among packet threads: each packet and each alert once', async () => {
    const of = specOf({threads: 2});
    const live = await listening(of);
    expect(await live.ready).toBe(true);
    await net.send(CAPTURE, 5000, 500);
    expect(await countsOf(live, 500)).toEqual({received: 500, analyzed: 500, dropped: 0, discarded: 0});
    // a stop while it still adds up an answer waits for it
    void live.counts(5);
    live.stop();
    const end = await live.ended;
    expect(end.packets).toEqual({received: 500, analyzed: 500, dropped: 0, discarded: 0});
    expect(alerts(of)).toBe(end.alertsLogged);
    expect(readdirSync(of.folder)).toContain('1_alert_json.txt');
  });

  it('has its stdout emptied when that is large, and still tells all at its end', async () => {
    const of = specOf();
    const live = await listening(of);
    await live.ready;
    appendFileSync(join(of.folder, 'stdout.txt'), `${'x'.repeat(1023)}\n`.repeat(9 * 1024));
    await net.send(CAPTURE, 0, 100);
    await countsOf(live, 100);
    await live.counts(5);
    expect(statSync(join(of.folder, 'stdout.txt')).size).toBeLessThan(64 * 1024);
    live.stop();
    const end = await live.ended;
    expect(end).toMatchObject({outcome: 'exited-early', packets: {received: 100}});
    expect(await engine.recoverListening(of)).toMatchObject({
      end: {...end, cost: {cpuMs: end.cost.cpuMs}},
      readyAt: expect.any(Number),
      endedAt: expect.any(Number),
    });
  });

  it('sees only what its filter lets through', async () => {
    const live = await listening(specOf({filter: 'icmp'}));
    await live.ready;
    const {sent} = await net.send(CAPTURE, 0, 500);
    const counts = await countsOf(live, sent);
    expect(counts?.analyzed).toBeGreaterThan(400);
    expect(counts?.analyzed).toBeLessThan(500);
    live.stop();
    await live.ended;
  });

  it.each([
    ['a filter that is none', {filter: 'icmpx nonsense'}, /BPF/],
    ['an interface that is not there', {interface: 'nope0'}, /nope0/],
  ])('was never ready with %s, and says why', async (_, sensor, words) => {
    const live = await listening(specOf(sensor));
    expect(await live.ready).toBe(false);
    const end = await live.ended;
    expect(end.outcome).toBe('never-ready');
    expect(end.endReason).toMatch(words);
  });

  it('is refused what would write each alert twice, or has no module', async () => {
    expect(await engine.listen(specOf({daq: 'pcap', threads: 2}))).toMatchObject({
      ok: false,
      failure: {kind: 'engine-not-started', reason: expect.stringContaining('every packet')},
    });
  });

  it('with the DAQ module pcap answers with the next packet, and says so until then', async () => {
    const live = await listening(specOf({daq: 'pcap'}));
    await live.ready;
    // the first may come just before it begins to wait for a packet
    for (let tries = 0; tries < 5 && (await live.counts(1.5)); tries += 1);
    expect(live.acknowledged?.()).toBe(true);
    const answer = live.counts(10);
    await net.send(CAPTURE, 0, 1);
    expect((await answer)?.analyzed).toBeGreaterThanOrEqual(0);
    expect(live.acknowledged?.()).toBe(false);
    live.stop();
    await net.send(CAPTURE, 20, 40);
    expect(await live.ended).toMatchObject({exitCode: 0});
  });

  it('is ended when its guard was killed, and its folder still tells when it inspected', async () => {
    const of = specOf();
    const before = Date.now() * 1000;
    const live = await listening(of);
    await live.ready;
    await net.send(CAPTURE, 0, 100);
    await countsOf(live, 100);
    process.kill(parentOf(Number(live.pid)), 'SIGKILL');
    expect(await live.ended).toMatchObject({outcome: 'exited-early', exitCode: undefined});
    const {end, readyAt, endedAt} = await engine.recoverListening(of);
    expect(end).toMatchObject({outcome: 'exited-early', exitCode: undefined, packets: undefined});
    expect(readyAt).toBeGreaterThanOrEqual(before);
    expect(endedAt).toBeGreaterThanOrEqual(Number(readyAt));
    expect(endedAt).toBeLessThanOrEqual(Date.now() * 1000);
    expect(await childProcesses.isRunning(of.folder)).toBe(false);
  });

  it('is stopped when the harness is killed, and the next harness waits for all that it tells', async () => {
    const of = specOf();
    const script = join(import.meta.dirname, '..', 'fixtures', 'listening-harness.mjs');
    const harness = spawn(process.execPath, [script, net.program('snort'), JSON.stringify(of)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(harness.stdout, 'data');
    await net.send(CAPTURE, 5000, 200);
    harness.kill('SIGKILL');
    const {end, readyAt, endedAt} = await engine.recoverListening(of);
    expect(end).toMatchObject({
      outcome: 'exited-early',
      exitCode: 0,
      packets: {received: 200},
      endReason: 'caught term signal',
    });
    expect(alerts(of)).toBe(end.alertsLogged);
    expect(endedAt).toBeGreaterThan(Number(readyAt));
    expect(await childProcesses.isRunning(of.folder)).toBe(false);
  });

  it('of a folder in which nothing began nothing is recovered', async () => {
    expect(await engine.recoverListening(specOf())).toMatchObject({
      end: {outcome: 'never-ready', packets: undefined},
      readyAt: undefined,
      endedAt: undefined,
    });
  });

  it('counts both ways of an interface, as the interface does', async () => {
    const live = await listening(specOf());
    await live.ready;
    const before = Number(packetsIn(net.proc('/proc/net/dev'), net.interface));
    await net.send(CAPTURE, 0, 200);
    await net.answer(CAPTURE, 0, 100);
    expect(await countsOf(live, 300)).toMatchObject({received: 300});
    expect(Number(packetsIn(net.proc('/proc/net/dev'), net.interface)) - before).toBe(300);
    live.stop();
    await live.ended;
  });
});

/** Field 4 of /proc/PID/stat: the guard of a program. */
const parentOf = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
