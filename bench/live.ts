import {type ChildProcess, spawn} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {Database} from '../harness/sqlite/database.ts';
import {makeNet, type Net, needNetns} from '../test/rig/netns.ts';
import {Rig} from '../test/rig/project.ts';

const MAIN = resolve('dist/harness/main.js');
const IDLE_SECONDS = 60;
const BUSY_SECONDS = 30;
/** Ticks a second in /proc/PID/stat (proc(5)). */
const TICKS = 100;

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** What the daemon takes beside a live Snort: idle, at 1,000 alerts a second, and how far behind it is at 5,000. */
export async function live(): Promise<void> {
  if (!needNetns('bench of the daemon')) return;
  const [rig, net] = [new Rig(), makeNet()];
  rig.write('rules/each.rules', 'alert ip any any -> any any (msg:"each packet"; sid:1;)\n');
  rig.write('rulesets/each.yaml', 'source: {file: rules/each.rules}\n');
  rig.write(
    'schedules/each.yaml',
    `kind: rotating\nsensor: {interface: ${net.interface}}\narms: [{ruleset: each}]\nevery: 1h\nrotations: 1\nwarm_up: 1s\nmin_free: 64MB\n`,
  );
  const child = spawn(net.program('node'), [MAIN, 'daemon', '--json'], {cwd: rig.root, stdio: 'ignore'});
  try {
    await ready(rig);
    await pause(10_000);
    print(`the daemon beside a live Snort (harness and guard, ${IDLE_SECONDS} s and ${BUSY_SECONDS} s)`);
    const idle = await consumed(child, IDLE_SECONDS, async () => {});
    report('idle', idle, '1 % of a core and 160 MB are wanted at the most');
    await at(1000, child, net);
    await behind(5000, rig, net);
  } finally {
    child.kill('SIGTERM');
    await new Promise(done => child.once('exit', done));
    net.remove();
    rig.remove();
  }
}

async function at(pace: number, child: ChildProcess, net: Net): Promise<void> {
  let sending: Promise<unknown> = Promise.resolve();
  const busy = await consumed(child, BUSY_SECONDS, async () => {
    sending = net.send('demo/captures/clean-dns.pcap', pace, pace * (BUSY_SECONDS + 2));
  });
  await sending;
  report(`at ${pace} alerts/s`, busy, '10 % of a core is wanted at the most');
}

/** The oldest alert that was written and not yet stored, looked for ten times a second while they come. */
async function behind(pace: number, rig: Rig, net: Net): Promise<void> {
  const db = new Database(rig.path('.ruletrial/trials/each-1/trial.db'), {readonly: true});
  const newest = db.prepare('SELECT max(at) FROM alert').pluck();
  let worst = 0;
  let sent = false;
  const sending = net.send('demo/captures/clean-dns.pcap', pace, pace * 20).then(one => {
    sent = true;
    return one;
  });
  await pause(3000);
  while (!sent) {
    worst = Math.max(worst, Date.now() * 1000 - Number(newest.get()));
    await pause(100);
  }
  const {sent: frames} = await sending;
  await pause(3000);
  db.close();
  print(
    `  at ${pace} alerts/s (${frames} packets): ${(worst / 1e6).toFixed(2)} s behind at the most (2 s are wanted)`,
  );
}

async function ready(rig: Rig): Promise<void> {
  for (;;) {
    await pause(200);
    if (!rig.exists('.ruletrial/trials/each-1/trial.db')) continue;
    const db = rig.trial('each-1');
    const found = db.prepare('SELECT 1 FROM run WHERE ready_at IS NOT NULL').get();
    db.close();
    if (found) return;
  }
}

interface Consumption {
  readonly cores: number;
  readonly bytes: number;
}

/** CPU and memory of the harness and of the guards below it, without the engine. */
async function consumed(
  child: ChildProcess,
  seconds: number,
  begin: () => Promise<void>,
): Promise<Consumption> {
  const of = () => ours(Number(child.pid));
  await begin();
  const before = of();
  const startedAt = Date.now();
  await pause(seconds * 1000);
  const after = of();
  const spent = (Date.now() - startedAt) / 1000;
  return {cores: (after.ticks - before.ticks) / TICKS / spent, bytes: after.bytes};
}

function ours(root: number): {ticks: number; bytes: number} {
  const all = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => stat(name));
  const below = (pid: number): typeof all => {
    const children = all.filter(one => one.parent === pid);
    return children.flatMap(one => [one, ...below(one.pid)]);
  };
  const tree = [...all.filter(({pid}) => pid === root), ...below(root)];
  const own = tree.filter(({name}) => name === 'node' || name === 'MainThread' || name === 'sh');
  return {
    ticks: own.reduce((sum, one) => sum + one.ticks, 0),
    bytes: own.reduce((sum, one) => sum + one.bytes, 0),
  };
}

function stat(pid: string): {pid: number; parent: number; name: string; ticks: number; bytes: number}[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const rss = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return [
      {
        pid: Number(pid),
        parent: fields[1] ?? 0,
        name: text.slice(text.indexOf('(') + 1, text.lastIndexOf(')')),
        ticks: (fields[11] ?? 0) + (fields[12] ?? 0),
        bytes: Number(rss?.[1] ?? 0) * 1024,
      },
    ];
  } catch {
    return [];
  }
}

const report = (when: string, {cores, bytes}: Consumption, wanted: string): void =>
  print(`  ${when}: ${(cores * 100).toFixed(2)} % of a core, ${(bytes / 1e6).toFixed(0)} MB (${wanted})`);
