import {join} from 'node:path';
import {ok, type Result} from '../../domain/result.ts';
import {bareEnd, type CaptureProblem, type PacketCounts, type RunEnd, sumOfCosts} from '../../domain/run.ts';
import {type EngineFailure, fail} from '../failures.ts';
import type {ArmConfig, Engine, RecordedRunFolder, RunSpec} from '../ports.ts';
import type {EngineFiles} from '../system-ports.ts';
import {type Pause, paced, timed} from './paced.ts';
import {type RecordedCapture, type RecordedRun, recordedRunSchema} from './recorded-run.ts';

interface Known {
  readonly folder: string;
  readonly recordedRun: RecordedRun;
  lines: Promise<ReadonlyMap<string, readonly string[]>> | undefined;
}

/**
 * Replays what a real Snort wrote earlier for exactly the same rules, settings and captures; it never imitates detection.
 * Everything after the engine (store, comparison, report) really runs.
 */
export async function recorded(
  location: string,
  folder: RecordedRunFolder,
  files: EngineFiles,
  pause: Pause = timed,
): Promise<Result<Engine, EngineFailure>> {
  const read = await readKnown(folder);
  if (!read.ok) return read;
  const known = read.value;
  const first = known[0]?.recordedRun;
  const find = (config: ArmConfig) =>
    known.find(
      ({recordedRun}) =>
        recordedRun.rulesDigest === config.rules.digest && recordedRun.configDigest === config.configDigest,
    );
  const missing = (arm: string, what: string) =>
    fail('recorded-run-missing', {arm, folder: location, missing: what});
  return ok({
    identity: {kind: 'playback', version: first?.engine, recordedOn: first?.recordedOn, location},

    async check(config, _scratch, captures) {
      const found = find(config);
      if (!found) return missing(config.arm, 'no run with these rules and settings');
      const known = new Set(found.recordedRun.captures.map(({sha256}) => sha256));
      const unknown = captures.find(({sha256}) => !known.has(sha256));
      return unknown ? missing(config.arm, `no run of ${unknown.path}`) : ok(found.recordedRun.rules);
    },

    async start(spec) {
      const found = find(spec.config);
      if (!found) return missing(spec.config.arm, 'no run with these rules and settings');
      const captures = spec.captures.map(capture => ({
        capture,
        record: found.recordedRun.captures.find(({sha256}) => sha256 === capture.sha256),
      }));
      const unknown = captures.find(({record}) => !record);
      if (unknown) return missing(spec.config.arm, `no run of ${unknown.capture.path}`);
      found.lines ??= folder.alertLines(found.folder).then(groupByIface);
      const lines = recordedLines(spec, found.recordedRun, await found.lines);
      const records = captures.flatMap(({record, capture}) => (record ? [{record, path: capture.path}] : []));
      const path = join(spec.folder, 'alert_json.txt');
      if (spec.paceMs !== undefined)
        return ok({
          pid: undefined,
          ...(await paced({path, lines, whole: endOf(records)}, spec.paceMs, files, pause)),
        });
      await files.write(path, lines.join(''));
      return ok({pid: undefined, ended: Promise.resolve(endOf(records)), stop: () => {}});
    },

    recover: async () => undefined,

    listen: async ({config}) => missing(config.arm, 'recorded runs do not include live traffic'),

    // recorded runs never start a live run
    recoverListening: async () => ({end: bareEnd('never-ready'), readyAt: undefined, endedAt: undefined}),
  } satisfies Engine as Engine);
}

async function readKnown(folder: RecordedRunFolder): Promise<Result<readonly Known[], EngineFailure>> {
  const known: Known[] = [];
  for (const {folder: at, json} of await folder.runs()) {
    const checked = recordedRunSchema.safeParse(json);
    if (!checked.success) {
      const reason = checked.error.issues[0]?.message ?? 'of another form';
      return fail('recorded-run-broken', {file: join(at, 'recording.json'), reason});
    }
    known.push({folder: at, recordedRun: checked.data, lines: undefined});
  }
  return ok(known);
}

const IFACE = /"iface" : "((?:[^"\\]|\\.)*)"/;

function groupByIface(lines: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const line of lines) {
    const iface = IFACE.exec(line)?.[1];
    if (iface === undefined) continue;
    const path = JSON.parse(`"${iface}"`) as string;
    const group = groups.get(path);
    if (group) group.push(line);
    else groups.set(path, [line]);
  }
  return groups;
}

/** Returns the recorded lines, with the current paths of captures as Snort would write them. */
function recordedLines(
  spec: RunSpec,
  recordedRun: RecordedRun,
  lines: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const out: string[] = [];
  for (const capture of spec.captures) {
    const record = recordedRun.captures.find(({sha256}) => sha256 === capture.sha256);
    const iface = `"iface" : ${JSON.stringify(capture.pathForEngine)}`;
    for (const line of (record && lines.get(record.path)) ?? [])
      out.push(`${line.replace(IFACE, () => iface)}\n`);
  }
  return out;
}

function endOf(records: readonly {record: RecordedCapture; path: string}[]): RunEnd {
  const sum = (value: (record: RecordedCapture) => number) =>
    records.reduce((total, {record}) => total + value(record), 0);
  const packets: PacketCounts = {
    received: sum(({packets}) => packets.received),
    analyzed: sum(({packets}) => packets.analyzed),
    dropped: sum(({packets}) => packets.dropped),
    discarded: sum(({packets}) => packets.discarded),
  };
  const problems: CaptureProblem[] = records.flatMap(({record, path}) =>
    record.problem === undefined ? [] : [{path, reason: record.problem}],
  );
  return {
    outcome: 'captures-over',
    exitCode: 0,
    signal: undefined,
    packets,
    alertsLogged: sum(({alertsLogged}) => alertsLogged),
    eventsCut: sum(({eventsCut}) => eventsCut),
    cost: sumOfCosts(records.map(({record}) => record.cost)),
    problems,
    endReason: undefined,
  };
}
