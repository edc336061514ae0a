import {type ChildProcess, spawn} from 'node:child_process';
import {createWriteStream, readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {type TrialReport, trialReportSchema} from '../../harness/analysis/trial-report.ts';
import {makeNet, type Net, type Sent} from './netns.ts';
import {Rig} from './project.ts';

const MAIN = resolve('dist/harness/main.js');
const HEADER_BYTES = 24;

/** Rules without thresholds, so that each packet's alerts depend on its own flow alone. */
const RULESETS: Readonly<Record<string, string>> = {
  web: `alert http (msg:"T request"; http_uri; content:"/"; sid:1;)
alert udp any any -> any 5060 (msg:"T SIP"; content:"INVITE"; sid:2;)
`,
  names: `alert udp any any -> any 53 (msg:"T DNS query"; sid:3;)
`,
  files: `alert tcp any any -> any 21 (msg:"T FTP user"; content:"USER"; sid:4;)
alert udp any any -> any 5060 (msg:"T SIP"; content:"INVITE"; sid:2;)
`,
};

const SCENES = ['clean-web', 'ftp-logins', 'clean-dns', 'sip-invite', 'web-probes'];

/** A project whose harness runs where the sensor's interface is, with real traffic for it. */
export class LiveSensor {
  readonly rig = new Rig();
  readonly net: Net = makeNet();
  readonly mix: string;
  readonly #children: ChildProcess[] = [];

  constructor() {
    for (const [name, rules] of Object.entries(RULESETS)) {
      this.rig.write(`rules/${name}.rules`, rules);
      this.rig.write(`rulesets/${name}.yaml`, `source: {file: rules/${name}.rules}\n`);
    }
    this.mix = this.rig.write('mix.pcap', mixed(SCENES.map(name => `demo/captures/${name}.pcap`)));
  }

  schedule(name: string, lines: Readonly<Record<string, string>>): void {
    const all = {
      sensor: `{interface: ${this.net.interface}}`,
      arms: '[{ruleset: web}, {ruleset: names}, {ruleset: files}]',
      every: '60s',
      warm_up: '5s',
      prepare_before: '20s',
      load: '{every: 5s}',
      min_free: '64MB',
      ...lines,
    };
    const text = Object.entries(all).map(([key, value]) => `${key}: ${value}\n`);
    this.rig.write(`schedules/${name}.yaml`, text.join(''));
  }

  /** A command of ruletrial where the sensor is. */
  start(
    args: readonly string[],
    env: Record<string, string> = {},
  ): {child: ChildProcess; exit: Promise<number | null>; said(): string} {
    const child = spawn(this.net.program('node'), [MAIN, ...args], {
      cwd: this.rig.root,
      env: {...process.env, ...env},
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#children.push(child);
    let said = '';
    child.stdout?.on('data', chunk => {
      said += String(chunk);
    });
    child.stderr?.on('data', chunk => {
      said += String(chunk);
    });
    return {child, exit: new Promise(done => child.once('exit', code => done(code))), said: () => said};
  }

  /** Sends the mix over and over, so many frames a second. */
  send(pace: number, seconds: number): Promise<Sent> {
    return this.net.send(this.mix, pace, pace * seconds);
  }

  async report(trial: string): Promise<TrialReport> {
    const done = await this.rig.ok(['report', trial, '--json']);
    return trialReportSchema.parse(JSON.parse(done.stdout));
  }

  /** Waits for something in the store, without a say in what is true; the test's own limit ends it. */
  async until<T>(look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      await pause(100);
    }
  }

  /** A row of a trial that runs; undefined while there is none, or no such trial yet. */
  row<T>(trial: string, sql: string): T | undefined {
    if (!this.rig.exists(`.ruletrial/trials/${trial}/trial.db`)) return undefined;
    const db = this.rig.trial(trial);
    try {
      return db.prepare(sql).get() as T | undefined;
    } finally {
      db.close();
    }
  }

  rows<T>(trial: string, sql: string): T[] {
    const db = this.rig.trial(trial);
    try {
      return db.prepare(sql).all() as T[];
    } finally {
      db.close();
    }
  }

  /** What was sent, as a capture with the times at which it was sent. */
  writeSent(path: string, {at}: Sent): Promise<void> {
    const frames = framesOf(this.mix);
    const out = createWriteStream(this.rig.path(path));
    out.write(readFileSync(this.mix).subarray(0, HEADER_BYTES));
    for (const [place, micros] of at.entries()) {
      const frame = frames[place % frames.length] ?? Buffer.alloc(0);
      const head = Buffer.alloc(16);
      head.writeUInt32LE(Math.floor(micros / 1e6), 0);
      head.writeUInt32LE(micros % 1e6, 4);
      head.writeUInt32LE(frame.length, 8);
      head.writeUInt32LE(frame.length, 12);
      out.write(head);
      out.write(frame);
    }
    return new Promise(done => out.end(done));
  }

  remove(): void {
    for (const child of this.#children) if (child.exitCode === null) child.kill('SIGKILL');
    this.net.remove();
    this.rig.remove();
  }
}

/** The frames of several captures one after another, in one capture. */
function mixed(paths: readonly string[]): Buffer {
  const files = paths.map(path => readFileSync(path));
  return Buffer.concat([
    files[0]?.subarray(0, HEADER_BYTES) ?? Buffer.alloc(0),
    ...files.map(file => file.subarray(HEADER_BYTES)),
  ]);
}

/** As the sender sends them: those that fit the MTU. */
function framesOf(path: string): readonly Buffer[] {
  const data = readFileSync(path);
  const frames: Buffer[] = [];
  for (let at = HEADER_BYTES; at + 16 <= data.length; ) {
    const length = data.readUInt32LE(at + 8);
    const frame = data.subarray(at + 16, at + 16 + length);
    if (frame.length >= 14 && frame.length <= 1514) frames.push(frame);
    at += 16 + length;
  }
  return frames;
}
