import {execFile, execFileSync} from 'node:child_process';
import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';

/** What the sender fixture says of what it sent. Times in epoch microseconds. */
export interface Sent {
  readonly sent: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly at: readonly number[];
}

/** Two network namespaces joined by a pair of interfaces: what one end sends, the other receives, and nothing else. */
export interface Net {
  /** Name of the interface on which a sensor listens. */
  readonly interface: string;
  /** A program that runs another one where the sensor is; it keeps its process id. */
  program(name: string): string;
  /** Sends frames of one of the demo's captures to the sensor, `pace` a second (0: as fast as it goes). */
  send(capture: string, pace: number, count: number): Promise<Sent>;
  /** The other way: sent where the sensor is. */
  answer(capture: string, pace: number, count: number): Promise<Sent>;
  /** Text of a file of /proc, as it is where the sensor is. */
  proc(path: string): string;
  remove(): void;
}

const IP = 'ip';
const run = (program: string, ...args: readonly string[]): string =>
  execFileSync(program, args, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']});

/** Says once, on one line, why tests are skipped; true when they run. */
export function needNetns(of: string): boolean {
  const missing = missingHere();
  if (missing) process.stderr.write(`skipped: ${of}: ${missing}\n`);
  return !missing;
}

function missingHere(): string | undefined {
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  const probe = `rt-probe-${process.pid}`;
  try {
    run('python3', '-c', 'import socket; socket.AF_PACKET');
    run(IP, 'netns', 'add', probe);
    run(IP, 'netns', 'delete', probe);
    return undefined;
  } catch {
    return 'no network namespaces, no ip, or no python3 here';
  }
}

let made = 0;

/** Gone with `remove`. */
export function makeNet(): Net {
  made += 1;
  const id = `${process.pid}-${made}`;
  const [sender, sensor] = [`rt-a-${id}`, `rt-b-${id}`];
  const [out, into] = ['rta0', 'rtb0'];
  const folder = mkdtempSync(join(tmpdir(), 'ruletrial net '));
  for (const name of [sender, sensor]) {
    run(IP, 'netns', 'add', name);
    // the kernel's own packets would be counted with ours
    run(IP, 'netns', 'exec', name, 'sh', '-c', 'echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6');
    run(IP, '-n', name, 'link', 'set', 'lo', 'up');
  }
  run(IP, 'link', 'add', out, 'netns', sender, 'type', 'veth', 'peer', 'name', into, 'netns', sensor);
  for (const [name, end] of [[sender, out] as const, [sensor, into] as const]) {
    run(IP, '-n', name, 'link', 'set', end, 'up');
    offloadsOff(name, end);
  }
  return {
    interface: into,
    program(name) {
      const path = join(folder, name);
      writeFileSync(path, `#!/bin/sh\nexec ip netns exec ${sensor} ${name} "$@"\n`);
      chmodSync(path, 0o755);
      return path;
    },
    send: (capture, pace, count) => send(sender, [out, resolve(capture), `${pace}`, `${count}`]),
    answer: (capture, pace, count) => send(sensor, [into, resolve(capture), `${pace}`, `${count}`]),
    proc: path => run(IP, 'netns', 'exec', sensor, 'cat', path),
    remove() {
      for (const name of [sender, sensor]) run(IP, 'netns', 'delete', name);
      rmSync(folder, {recursive: true, force: true});
    },
  };
}

/** Frames that the kernel joins or cuts would be counted otherwise than they were sent. */
function offloadsOff(namespace: string, name: string): void {
  try {
    const off = ['tx', 'rx', 'gro', 'gso', 'tso'].flatMap(feature => [feature, 'off']);
    run(IP, 'netns', 'exec', namespace, 'ethtool', '-K', name, ...off);
  } catch {
    // no ethtool here: frames of the demo are small enough for the difference not to show
  }
}

function send(namespace: string, args: readonly string[]): Promise<Sent> {
  const script = resolve('test/fixtures/send-frames.py');
  return new Promise((done, fail) => {
    const [program, ...command] = [IP, 'netns', 'exec', namespace, 'python3', script, ...args];
    execFile(program, command, {maxBuffer: 64 * 1024 * 1024}, (error, stdout) => {
      if (error) fail(error);
      else done(JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Sent);
    });
  });
}
