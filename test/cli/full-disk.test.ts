import {execFileSync} from 'node:child_process';
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {NO_SNORT, Rig} from '../rig/project.ts';

/** A small tmpfs needs the right to mount; elsewhere these tests say so and are skipped. */
function canMount(): boolean {
  const rig = new Rig();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', rig.root], {stdio: 'ignore'});
    execFileSync('umount', [rig.root]);
    return true;
  } catch {
    process.stderr.write('skipped: a full disk: this user may not mount a tmpfs\n');
    return false;
  } finally {
    rig.remove();
  }
}

describe.runIf(canMount())('a full disk', () => {
  const rig = new Rig();
  beforeAll(() => {
    mkdirSync(rig.path('small'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', rig.path('small')]);
  });
  afterAll(() => {
    execFileSync('umount', ['-l', rig.path('small')]);
    rig.remove();
  });

  it('stops an ingest with one clear message, and the same command then takes in the rest, each alert once', async () => {
    const line = (n: number) =>
      `{ "seconds" : ${1_780_000_000 + n}, "rule" : "1:${n % 500}:1", "msg" : "rule ${n % 500}", "src_addr" : "198.51.${n % 250}.${n % 199}", "pkt_num" : ${n} }\n`;
    const alerts = 60_000;
    rig.write('log.json', Array.from({length: alerts}, (_, n) => line(n)).join(''));
    writeFileSync(rig.path('small/ballast'), Buffer.alloc(18 * 1024 * 1024));
    const ingest = ['ingest', 'log.json', '--trial', 'mine', '--arm', 'a', '--state-dir', 'small/state'];
    const full = await rig.run(ingest);
    expect(full.stderr).toMatch(/^ruletrial: no space left on the disk of .*small\/state/m);
    expect(
      full.stderr
        .trim()
        .split('\n')
        .filter(words => words.startsWith('ruletrial:')),
    ).toHaveLength(1);
    expect(full.exit).toBe(5);
    rmSync(rig.path('small/ballast'));
    const rest = await rig.ok([...ingest, '--json']);
    const told = JSON.parse(
      (await rig.ok(['report', 'mine', '--json', '--state-dir', 'small/state'])).stdout,
    ) as {parts: {arms: {alerts: number}[]}[]};
    expect(told.parts[0]?.arms[0]?.alerts).toBe(alerts);
    expect(JSON.parse(rest.stdout)).toMatchObject({rejects: 0});
  }, 120_000);

  it('begins no run where an engine could not write its log', async () => {
    await rig.ok(['init']);
    rmSync(rig.path('small/state'), {recursive: true, force: true});
    writeFileSync(rig.path('small/ballast'), Buffer.alloc(12 * 1024 * 1024));
    const run = ['trial', 'run', 'example', '--state-dir', 'small/state'];
    const full = await rig.run(run, NO_SNORT);
    expect(full.stderr).toMatch(/no space left on the disk of .*\(\d+ MiB free\)/);
    expect(full.exit).toBe(5);
    rmSync(rig.path('small/ballast'));
    expect((await rig.run(run, NO_SNORT)).exit).toBe(0);
  });
});
