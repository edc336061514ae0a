import {type ChildProcess, spawn} from 'node:child_process';
import {tmpdir} from 'node:os';
import {afterEach, describe, expect, it} from 'vitest';
import {cpuTicks, kibLine, processTicks} from '../../harness/machine/linux/proc-text.ts';
import {bootedAt, bootId, readLoad} from '../../harness/machine/linux/read-load.ts';
import {loadBetween} from '../../harness/machine/load.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A process of our own; resolves when it says that it runs. */
async function child(script: string): Promise<{name: string; pid: number; end(): Promise<void>}> {
  const started = spawn(process.execPath, ['-e', `process.stdout.write('on');${script}`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(started);
  await new Promise(resolve => started.stdout.once('data', resolve));
  const ended = new Promise<void>(resolve => started.once('exit', () => resolve()));
  return {
    name: 'ours',
    pid: started.pid ?? 0,
    async end() {
      started.kill('SIGKILL');
      await ended;
    },
  };
}

const read = async (pids: {name: string; pid: number}[], processes: string[] = []) => {
  const found = await readLoad({pids, processes, disk: tmpdir()});
  if (!found) throw new Error('there is no /proc');
  return found;
};

/** Reads on until so many ticks have passed: the machine says how much time that takes. */
async function readAfter(ticks: number, from: number, pids: {name: string; pid: number}[]) {
  let found = await read(pids);
  while (found.upTicks < from + ticks) found = await read(pids);
  return found;
}

describe.runIf(process.platform === 'linux')('load of this machine', () => {
  it('tells a busy process from an idle one', async () => {
    const busy = {...(await child('for (;;);')), name: 'busy'};
    const idle = {...(await child('setInterval(() => {}, 1e6)')), name: 'idle'};
    const pids = [busy, idle].map(({name, pid}) => ({name, pid}));
    const before = await read(pids);
    const sample = loadBetween(before, await readAfter(100, before.upTicks, pids));
    const cores = new Map(sample?.processes.map(one => [one.name, one.cores]));
    // on a crowded machine it gets less than a core; the idle one takes nearly nothing whatever the machine does
    expect(cores.get('busy')).toBeGreaterThan(3 * (cores.get('idle') ?? 1));
    expect(cores.get('busy')).toBeLessThan(1.5);
    expect(cores.get('idle')).toBeLessThan(0.1);
    for (const {memoryBytes, threads, count} of sample?.processes ?? []) {
      expect(memoryBytes).toBeGreaterThan(5_000_000);
      expect(threads).toBeGreaterThan(1);
      expect(count).toBe(1);
    }
  });

  it('makes the shares of the machine add up to the whole', async () => {
    const before = await read([]);
    const machine = loadBetween(before, await readAfter(20, before.upTicks, []))?.machine;
    if (!machine) throw new Error('no sample');
    const {user, system, iowait, steal, idle} = machine;
    expect(user + system + iowait + steal + idle).toBeCloseTo(1, 9);
    expect(machine.memoryUsedBytes).toBeGreaterThan(0);
    expect(machine.memoryBytes).toBeGreaterThan(machine.memoryUsedBytes);
    expect(machine.diskFreeBytes).toBeGreaterThan(0);
  });

  it('finds processes by the name of their program, adds them up, and counts them', async () => {
    // a process may give itself any name, parentheses too
    const title = `o (d) ${process.pid}`;
    for (const _ of [1, 2])
      await child(`process.title = ${JSON.stringify(title)}; setInterval(() => {}, 1e6)`);
    let found = await read([], [title, 'nothing of this name']);
    while ((found.processes[0]?.members.length ?? 0) < 2)
      found = await read([], [title, 'nothing of this name']);
    expect(found.processes.map(({name, members}) => [name, members.length])).toEqual([[title, 2]]);
  });

  it('leaves out a process that has ended', async () => {
    const ours = await child('setInterval(() => {}, 1e6)');
    expect((await read([ours])).processes).toHaveLength(1);
    await ours.end();
    expect((await read([ours])).processes).toEqual([]);
  });

  it('tells when it was booted, and which boot it is', async () => {
    const at = (await bootedAt()) ?? 0;
    expect(at % 1_000_000).toBe(0);
    expect(at).toBeGreaterThan(Date.UTC(2020, 0, 1) * 1000);
    expect(await bootId()).toBe(await bootId());
    expect(await bootId()).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is unknown for a disk that is not there', async () => {
    expect(await readLoad({pids: [], processes: [], disk: '/no/such/folder'})).toBeUndefined();
  });
});

describe('texts of /proc', () => {
  it('are read by their numbered fields, whatever the name of a process holds', () => {
    const rest = Array.from({length: 50}, (_, place) => place + 3).join(' ');
    for (const name of ['snort', 'a) R 1 (b', ') ) )', '(', 'x\ny'])
      expect(processTicks(`4711 (${name}) ${rest}\n`)).toEqual({
        pid: 4711,
        startTicks: 22,
        cpuTicks: 29,
        threads: 20,
      });
  });

  it.each(['', '1 (x', '1 (x) R', '1 (x) R 1 2 3', 'x (x) '.concat('y '.repeat(50))])(
    'that are cut off (%j) tell nothing',
    text => expect(processTicks(text)).toBeUndefined(),
  );

  it('of old kernels lack the newer columns, which are 0 then', () => {
    expect(cpuTicks('cpu  10 20 30 40\ncpu0 1 2 3 4\n')).toEqual({
      user: 10,
      nice: 20,
      system: 30,
      idle: 40,
      iowait: 0,
      irq: 0,
      steal: 0,
    });
    expect(cpuTicks('cpu  1 2 3 4 5 6 7 8 9 10\n')).toMatchObject({iowait: 5, irq: 13, steal: 8});
    expect(cpuTicks('intr 1 2 3\n')).toBeUndefined();
  });

  it('give sizes in bytes', () => {
    expect(kibLine('MemTotal:       2 kB\nMemAvailable:   1 kB\n', 'MemAvailable')).toBe(1024);
    expect(kibLine('MemTotal: lots\n', 'MemTotal')).toBeUndefined();
  });
});
