import {readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {engineFiles} from '../../harness/disk/engine-files.ts';
import {trimCapture} from '../../harness/disk/trim-capture.ts';
import type {RecordSpec, RunningRecorder} from '../../harness/engine/ports.ts';
import {tcpdump} from '../../harness/engine/tcpdump/tcpdump.ts';
import {childProcesses} from '../../harness/process/child-processes.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';
import {makeNet, type Net, needNetns} from '../rig/netns.ts';

const OF = 'tcpdump on live traffic';
const CAPTURE = 'demo/captures/icmp-sweep.pcap';
const OUTSIDE = {processes: childProcesses, files: engineFiles};
const version = await tcpdump('tcpdump', OUTSIDE).version();
if (version === undefined) process.stderr.write(`skipped: ${OF}: no tcpdump on the PATH\n`);
const runs = version !== undefined && needNetns(OF);

describe('a recorder whose program is not there', () => {
  const recorder = tcpdump('/nonexistent/tcpdump', OUTSIDE);

  it('has no version', async () => {
    expect(await recorder.version()).toBeUndefined();
  });

  it('is not ready, and says why', async () => {
    const folder = tempFolder();
    const spec = {interface: 'lo', filter: '', snaplen: 96, file: join(folder, 'x.pcap'), folder};
    const started = await recorder.start(spec);
    if (!started.ok) throw new Error(started.failure.kind);
    expect(await started.value.ready).toBe(false);
    expect(await started.value.ended).toMatchObject({
      packets: undefined,
      endReason: expect.stringContaining('/nonexistent/tcpdump'),
    });
  });
});

describe.runIf(runs)('tcpdump on live traffic', () => {
  let net: Net;
  let binary: string;
  beforeAll(() => {
    net = makeNet();
    binary = net.program('tcpdump');
  });
  afterAll(() => net?.remove());

  async function recording(
    more: Partial<RecordSpec> = {},
  ): Promise<{spec: RecordSpec; recording: RunningRecorder}> {
    const folder = tempFolder();
    const file = join(folder, 'recorded.pcap.raw');
    const spec = {interface: net.interface, filter: '', snaplen: 262_144, file, folder, ...more};
    const started = await tcpdump(binary, OUTSIDE).start(spec);
    if (!started.ok) throw new Error(started.failure.kind);
    return {spec, recording: started.value};
  }

  /** Packets of a file in a window. */
  const packetsIn = async (file: string, from = 0, to = Number.MAX_SAFE_INTEGER) =>
    (await trimCapture(file, `${file}.cut`, from, to))?.packets;

  it('knows its version', () => {
    expect(version).toMatch(/^\d+\.\d+/);
  });

  it('loses nothing that was sent just before its stop, and its file is its owner’s alone', async () => {
    const {spec, recording: tape} = await recording();
    expect(await tape.ready).toBe(true);
    const {sent} = await net.send(CAPTURE, 0, 500);
    tape.stop();
    expect(await tape.ended).toEqual({packets: {captured: sent, dropped: 0}, endReason: undefined});
    expect(await packetsIn(spec.file)).toBe(sent);
    expect(statSync(spec.file).mode & 0o777).toBe(0o600);
  });

  it('gives packets their time to the microsecond, so that a window can be cut out', async () => {
    const {spec, recording: tape} = await recording();
    await tape.ready;
    const {at} = await net.send(CAPTURE, 500, 100);
    tape.stop();
    await tape.ended;
    // each frame is on the wire between the time before it was sent and that before the next one
    expect(await packetsIn(spec.file, at[20], at[70])).toBe(50);
  });

  it('records only what its filter lets through, cut to its snaplen', async () => {
    const {spec, recording: tape} = await recording({filter: 'icmp', snaplen: 40});
    await tape.ready;
    const {sent} = await net.send(CAPTURE, 0, 500);
    tape.stop();
    const {packets} = await tape.ended;
    expect(packets?.captured).toBeGreaterThan(400);
    expect(packets?.captured).toBeLessThan(sent);
    expect(statSync(spec.file).size).toBe(24 + (packets?.captured ?? 0) * (16 + 40));
  });

  it.each([
    ['a filter that is none', {filter: 'icmpx nonsense'}],
    ['a filter that is an option', {filter: '-w /tmp/elsewhere'}],
    ['an interface that is not there', {interface: 'nope0'}],
  ])('is not ready with %s, and says why', async (_, more) => {
    const {spec, recording: tape} = await recording(more);
    expect(await tape.ready).toBe(false);
    const {packets, endReason} = await tape.ended;
    expect(packets).toBeUndefined();
    expect(endReason).toMatch(/^tcpdump: /);
    expect(readFileSync(join(spec.folder, 'stderr.txt'), 'utf8').replaceAll('\n', ' ')).toContain(endReason);
  });
});
