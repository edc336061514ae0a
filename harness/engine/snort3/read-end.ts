import {join} from 'node:path';
import type {Outcome, RunEnd} from '../../domain/run.ts';
import type {CaptureInput, ListenSpec} from '../ports.ts';
import type {EngineFiles, GuardedEnd} from '../system-ports.ts';
import {removeStandIns} from './command.ts';
import {
  readAlertsLogged,
  readEventsCut,
  readPackets,
  readProblems,
  sinceAnswer,
  wasInterrupted,
  wasTorn,
} from './read-output.ts';

/** Limit for output: statistics are about 20 KiB, and stdout names every capture twice. */
const OUTPUT_BYTES = 16 * 1024 * 1024;

/** Finds out how a run on captures ended; exit code 0 alone proves nothing. */
export async function readReplayEnd(
  {folder, captures}: {readonly folder: string; readonly captures: readonly CaptureInput[]},
  end: GuardedEnd,
  files: EngineFiles,
): Promise<RunEnd> {
  const {stdout, stderr} = await streams(folder, files);
  await removeStandIns(folder, files);
  const isComplete = end.exitCode === 0 && readPackets(stdout) !== undefined && !wasInterrupted(stdout);
  const started = stdout.includes('Commencing packet processing');
  const outcome = isComplete ? 'captures-over' : started ? 'exited-early' : 'never-ready';
  return runEnd({stdout, stderr}, end, outcome, readProblems({stdout, stderr}, captures, isComplete));
}

/** Finds out how a live run ended as far as its output shows; only the caller knows whether it stopped the engine. */
export async function readListenEnd(
  {folder, sensor}: ListenSpec,
  wasReady: boolean,
  end: GuardedEnd,
  files: EngineFiles,
): Promise<RunEnd> {
  const {stdout, stderr} = await streams(folder, files);
  const last = sinceAnswer(stdout);
  const found = runEnd({stdout: last, stderr}, end, wasReady ? 'exited-early' : 'never-ready', []);
  // figures before a crash or SIGKILL are out of date
  return sensor.threads > 1 && wasTorn(stdout)
    ? {...found, packets: undefined, alertsLogged: undefined}
    : found;
}

interface Streams {
  readonly stdout: string;
  readonly stderr: string;
}

const streams = async (folder: string, files: EngineFiles): Promise<Streams> => ({
  stdout: await files.readEnd(join(folder, 'stdout.txt'), OUTPUT_BYTES),
  stderr: await files.readEnd(join(folder, 'stderr.txt'), OUTPUT_BYTES),
});

function runEnd(
  {stdout, stderr}: Streams,
  {exitCode, ...cost}: GuardedEnd,
  outcome: Exclude<Outcome, 'ingested'>,
  problems: RunEnd['problems'],
): RunEnd {
  return {
    outcome,
    exitCode,
    signal: exitCode !== undefined && exitCode > 128 ? `signal ${exitCode - 128}` : undefined,
    packets: readPackets(stdout),
    alertsLogged: readAlertsLogged(stdout),
    eventsCut: readEventsCut(stdout),
    cost,
    problems,
    endReason: outcome === 'captures-over' ? undefined : endReason(stderr, stdout),
  };
}

/** Returns the most useful last message: an error, the signal that Snort caught, or the last line of its output. */
const endReason = (stderr: string, stdout: string): string | undefined =>
  lastError(stderr) ||
  /^\*\* caught (?!dump-stats)\w+ signal/m.exec(stdout)?.[0].slice(3) ||
  lastLine(stdout.replace(PROGRESS, '')) ||
  undefined;

/** Matches progress lines, which explain nothing: ready, and the beginning and end of captures. */
const PROGRESS = /^(?:Commencing packet processing|(?:\+\+|--) \[\d+\] .*)$/gm;

/** Returns the last error message. After a crash that is the signal, since version, stack and packet follow it. */
export const lastError = (stderr: string): string =>
  /^Snort \(PID \d+\) (caught fatal signal: .{1,40})/m.exec(stderr)?.[1] ??
  lastLine(stderr.replace(/^Fatal Error, Quitting\.\.\s*$/m, ''));

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1)?.slice(0, 300) ?? '';
