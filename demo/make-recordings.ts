import {execFileSync} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gunzipSync, gzipSync} from 'node:zlib';
import Database from 'better-sqlite3';

/**
 * Records what Snort writes for the demo. Runs the demo trial with `--engine snort3` and keeps, for each arm,
 * `recording.json` and the alert lines as Snort wrote them, with the path of the capture as `iface`.
 * Run it with `node dist/demo/make-recordings.js` whenever the captures or rules have changed.
 */
const demo = 'demo';
const out = join(demo, 'recorded');
const state = mkdtempSync(join(tmpdir(), 'ruletrial-record-'));

interface Arm {
  readonly name: string;
  readonly ruleset: {readonly digest: string};
  readonly configDigest: string;
  readonly engine: {readonly version: string};
}

interface Run {
  readonly unit: number;
  readonly attempt: number;
  readonly path: string;
  readonly sha256: string;
  readonly received: number;
  readonly analyzed: number;
  readonly dropped: number;
  readonly discarded: number;
  readonly alerts_logged: number;
  readonly events_cut: number;
  readonly wall_ms: number;
  readonly cpu_ms: number | null;
  readonly peak_bytes: number | null;
  readonly problem: string | null;
}

function record(trial: string, project: string): void {
  const db = new Database(join(trial, 'trial.db'), {readonly: true});
  const plan = JSON.parse(db.prepare('SELECT plan FROM trial').pluck().get() as string) as {arms: Arm[]};
  rmSync(out, {recursive: true, force: true});
  for (const arm of plan.arms) {
    const facts = db.prepare('SELECT loaded, enabled, builtins FROM arm WHERE name = ?').get(arm.name);
    const runs = db.prepare(RUNS).all(arm.name) as Run[];
    const lines = runs.flatMap(({unit, attempt}) =>
      logLines(join(trial, 'runs', arm.name, `${unit + 1}-${attempt}`), project),
    );
    const recording = {
      version: 1,
      engine: arm.engine.version,
      recordedOn: new Date().toISOString().slice(0, 10),
      rulesDigest: arm.ruleset.digest,
      configDigest: arm.configDigest,
      rules: facts,
      captures: runs.map(captureOf),
    };
    mkdirSync(join(out, arm.name), {recursive: true});
    writeFileSync(join(out, arm.name, 'recording.json'), `${JSON.stringify(recording, null, 1)}\n`);
    writeFileSync(
      join(out, arm.name, 'alert_json.txt.gz'),
      gzipSync(lines.map(line => `${line}\n`).join('')),
    );
  }
  db.close();
}

const RUNS = `SELECT v_run.unit, v_run.attempt, capture.path, capture.sha256, received, analyzed, dropped, discarded, alerts_logged,
  events_cut, wall_ms, cpu_ms, peak_bytes, problem FROM v_run JOIN run_capture ON run_capture.run = v_run.run
  JOIN capture ON capture.id = run_capture.capture WHERE counted AND arm = ? ORDER BY v_run.unit`;

function captureOf(run: Run): object {
  return {
    path: run.path,
    sha256: run.sha256,
    alertsLogged: run.alerts_logged,
    eventsCut: run.events_cut,
    packets: {
      received: run.received,
      analyzed: run.analyzed,
      dropped: run.dropped,
      discarded: run.discarded,
    },
    cost: {
      wallMs: run.wall_ms,
      ...(run.cpu_ms === null ? {} : {cpuMs: run.cpu_ms}),
      ...(run.peak_bytes === null ? {} : {peakBytes: run.peak_bytes}),
    },
    ...(run.problem === null ? {} : {problem: run.problem}),
  };
}

/** A run's alert lines, in which the path of the capture is relative to the project. */
function logLines(folder: string, project: string): readonly string[] {
  const text = gunzipSync(readFileSync(join(folder, 'alert_json.txt.gz'))).toString('utf8');
  return text
    .replaceAll(`"${project}/`, '"')
    .split('\n')
    .filter(line => line !== '');
}

try {
  cpSync(demo, join(state, 'project'), {recursive: true});
  const command = [
    'dist/harness/main.js',
    'trial',
    'run',
    'demo',
    '--engine',
    'snort3',
    '--project',
    join(state, 'project'),
  ];
  const folders = ['--state-dir', join(state, 'state'), '--reports', join(state, 'reports')];
  execFileSync(process.execPath, [...command, ...folders], {stdio: ['ignore', 'ignore', 'inherit']});
  record(join(state, 'state', 'trials', 'demo-1'), join(state, 'project'));
} finally {
  rmSync(state, {recursive: true, force: true});
}
