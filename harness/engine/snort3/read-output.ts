import type {CaptureProblem, PacketCounts} from '../../domain/run.ts';
import {dltOf} from '../capture-header.ts';

/** Reads statistics as printed by Snort: a header, then lines such as `    name: number`. */
function counts(stdout: string, header: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const start = stdout.lastIndexOf(`\n${header}\n`);
  if (start < 0) return found;
  for (const line of stdout.slice(start + header.length + 2).split('\n')) {
    const entry = /^\s+([^:]+):\s+(\d+)/.exec(line);
    if (!entry) break;
    found.set(String(entry[1]), Number(entry[2]));
  }
  return found;
}

/** Reads the packets from the DAQ's statistics at exit; undefined if they were not printed. */
export function readPackets(stdout: string): PacketCounts | undefined {
  if (!stdout.includes('\nPacket Statistics\n')) return undefined;
  const daq = counts(stdout, 'daq');
  const value = (name: string) => daq.get(name) ?? 0;
  return {
    received: value('received'),
    analyzed: value('analyzed'),
    dropped: value('dropped'),
    discarded: counts(stdout, 'codec').get('discards') ?? 0,
  };
}

/** Reads how many alerts the detection module logged; Snort omits the line if it is 0. */
export function readAlertsLogged(stdout: string): number | undefined {
  if (!stdout.includes('\nModule Statistics\n')) return undefined;
  return counts(stdout, 'detection').get('logged') ?? 0;
}

/** Counts rule matches and events that did not fit into Snort's queues, so that no alert was raised; Snort omits them if 0. */
export function readEventsCut(stdout: string): number | undefined {
  if (!stdout.includes('\nModule Statistics\n')) return undefined;
  const detection = counts(stdout, 'detection');
  return ['match_limit', 'queue_limit', 'log_limit'].reduce((sum, peg) => sum + (detection.get(peg) ?? 0), 0);
}

export interface RuleCounts {
  readonly text: number;
  readonly builtin: number;
  readonly so: number;
  readonly enabled: number;
}

/** Reads the rule counts of a config test, for the ruleset and the default configuration together. */
export function readRuleCounts(stdout: string): RuleCounts {
  const loaded = counts(stdout, 'rule counts');
  const stats = /ips policies rule stats\n[^\n]*\n\s*\d+\s+\d+\s+\d+\s+(\d+)/.exec(stdout);
  return {
    text: loaded.get('text rules') ?? 0,
    builtin: loaded.get('builtin rules') ?? 0,
    so: loaded.get('so rules') ?? 0,
    enabled: Number(stats?.[1] ?? 0),
  };
}

/** Returns whether a config test succeeded. */
export const wasValidated = (stdout: string): boolean =>
  stdout.includes('successfully validated the configuration');

/** Returns whether a signal stopped Snort before the end of its captures; it exits with 0 in that case too. */
export const wasInterrupted = (stdout: string): boolean => /^\*\* caught \w+ signal\s*$/m.test(stdout);

/**
 * Returns whether Snort inspects packets, which begins with a line `++ [thread] source` for each packet thread. `Commencing
 * packet processing` is printed up to 0.4 s earlier, and even if the filter is refused afterwards.
 */
export const isReady = (stdout: string, threads: number): boolean =>
  stdout.includes('Commencing packet processing') &&
  [...stdout.matchAll(/^\+\+ \[\d+\] /gm)].length >= threads;

/** Acknowledges SIGUSR1; the figures follow when each packet thread has returned from waiting for packets. */
const ASKED = '** caught dump-stats signal';
/** The line after the figures of an answer; figures at exit have no such line. */
const ANSWERED = /^={20,}$/m;

export const wasAcknowledged = (stdout: string): boolean => stdout.includes(ASKED);

/** Reads a complete answer to SIGUSR1; the text must not contain output from before the request. */
export const readAnswer = (stdout: string): PacketCounts | undefined =>
  ANSWERED.test(stdout) ? readPackets(stdout) : undefined;

/** Returns the output after the last answer; figures in it are those at the end. */
export const sinceAnswer = (stdout: string): string => stdout.split(ANSWERED).at(-1) ?? '';

/**
 * Returns whether Snort was stopped while it prepared an answer. With several packet threads, its figures may then count
 * packets twice (seen with 3.11.1: 741 and 1000 for 500 packets).
 */
export function wasTorn(stdout: string): boolean {
  const since = stdout.slice(Math.max(0, stdout.lastIndexOf(ASKED)));
  const stop = since.search(/^\*\* caught (?!dump-stats)/m);
  return since.startsWith(ASKED) && stop > 0 && !ANSWERED.test(since.slice(0, stop));
}

const DAQ_ERROR = /^(?:Error receiving message from the|Couldn't start) DAQ instance \((.*)\): (.*)$/;
const LINK_TYPE = /^No codec found for data link type (\d+)$/;

/** Matches `++ [0] PATH`: a packet thread begins with a source. */
const OPENED = /^\+\+ \[\d+\] (.*)$/gm;

/**
 * Finds the captures that Snort could not read completely, although it exits with 0. Messages about unknown link types have
 * no file name, so they apply to every capture with that link type. Captures that a complete run never opened were not
 * read either.
 */
export function readProblems(
  {stdout, stderr}: {readonly stdout: string; readonly stderr: string},
  captures: readonly {path: string; pathForEngine: string; linkType: number | undefined}[],
  isComplete: boolean,
): readonly CaptureProblem[] {
  const problems = new Map<string, string>();
  const opened = new Set([...stdout.matchAll(OPENED)].map(([, path]) => path));
  if (isComplete)
    for (const {path, pathForEngine} of captures)
      if (!opened.has(pathForEngine)) problems.set(path, 'Snort did not open it');
  for (const line of stderr.split('\n')) {
    const daq = DAQ_ERROR.exec(line);
    const named = daq && captures.find(({pathForEngine}) => pathForEngine === daq[1]);
    if (named) problems.set(named.path, String(daq?.[2]));
    const link = LINK_TYPE.exec(line);
    if (!link) continue;
    const type = Number(link[1]);
    const only =
      captures.length === 1
        ? captures
        : captures.filter(({linkType}) => linkType !== undefined && dltOf(linkType) === type);
    for (const {path} of only) problems.set(path, linkTypeReason(type));
  }
  return [...problems].map(([path, reason]) => ({path, reason}));
}

/** Explains a link type that Snort cannot read, and how to capture so that it can. */
function linkTypeReason(type: number): string {
  const cooked = type === 113 || type === 276;
  const name = cooked ? 'Linux cooked capture' : type === 0 ? 'BSD loopback' : 'unknown to Snort';
  const advice = cooked ? '; capture on one interface, tcpdump -i eth0, and not on "any"' : '';
  return `no codec for data link type ${type} (${name})${advice}`;
}

export interface SnortError {
  readonly file: string | undefined;
  readonly line: number;
  readonly reason: string;
}

/** Reads the lines `ERROR: FILE:LINE reason` of stderr, also with `FATAL` and without a position. */
export function readErrors(stderr: string): readonly SnortError[] {
  return stderr.split('\n').flatMap((line): SnortError[] => {
    const placed = /^(?:ERROR|FATAL): (.+?):(\d+) (.+)$/.exec(line);
    if (placed)
      return [
        {file: String(placed[1]), line: Number(placed[2]), reason: String(placed[3]).replace(/\.$/, '')},
      ];
    const plain = /^(?:ERROR|FATAL): (.+)$/.exec(line);
    return plain && !plain[1]?.startsWith('see prior')
      ? [{file: undefined, line: 0, reason: String(plain[1])}]
      : [];
  });
}
