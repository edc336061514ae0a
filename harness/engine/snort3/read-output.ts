import type {CaptureProblem, PacketCounts} from '../../domain/run.ts';
import {dltOf} from '../capture-header.ts';

/** Statistics as Snort prints them: under a header of its own `    name: number` lines. */
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

/** Packets by the DAQ's statistics at exit; undefined when the engine did not come so far. */
export function readPackets(stdout: string): PacketCounts | undefined {
  if (!stdout.includes('\nPacket Statistics\n')) return undefined;
  const daq = counts(stdout, 'daq');
  const of = (name: string) => daq.get(name) ?? 0;
  return {
    received: of('received'),
    analyzed: of('analyzed'),
    dropped: of('dropped'),
    discarded: counts(stdout, 'codec').get('discards') ?? 0,
  };
}

/** Alerts that the detection module says it logged; left out by Snort when 0. */
export function readAlertsLogged(stdout: string): number | undefined {
  if (!stdout.includes('\nModule Statistics\n')) return undefined;
  return counts(stdout, 'detection').get('logged') ?? 0;
}

/** Rule matches and events that did not fit into Snort's queues, and so raised no alert; left out by Snort when 0. */
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

/** What a config test says of the rules: those of the ruleset and of the default configuration together. */
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

/** A config test that came to its end and took everything. */
export const wasValidated = (stdout: string): boolean =>
  stdout.includes('successfully validated the configuration');

/** A signal that made Snort stop before its captures were over; it then exits with 0 all the same. */
export const wasInterrupted = (stdout: string): boolean => /^\*\* caught \w+ signal\s*$/m.test(stdout);

/**
 * Packets are inspected from the `++ [thread] source` lines on, one for each packet thread. `Commencing packet
 * processing` comes up to 0.4 s before them, and also where the filter is then refused.
 */
export const isReady = (stdout: string, threads: number): boolean =>
  stdout.includes('Commencing packet processing') &&
  [...stdout.matchAll(/^\+\+ \[\d+\] /gm)].length >= threads;

/** Snort took note of SIGUSR1; its figures come when each packet thread has returned from waiting for packets. */
const ASKED = '** caught dump-stats signal';
/** The line behind the figures; those at exit have none. */
const ANSWERED = /^={20,}$/m;

export const tookNote = (stdout: string): boolean => stdout.includes(ASKED);

/** Figures that answer a SIGUSR1, whole; text from before the question must not stand in it. */
export const readAnswer = (stdout: string): PacketCounts | undefined =>
  ANSWERED.test(stdout) ? readPackets(stdout) : undefined;

/** What a live engine said behind its last answer: figures that stand there are those at its end. */
export const sinceAnswer = (stdout: string): string => stdout.split(ANSWERED).at(-1) ?? '';

/**
 * It was told to end while it still added up an answer: with several packet threads the figures at its end may then hold
 * packets twice (seen on 3.11.1: 741 and 1000 for 500 packets).
 */
export function wasTorn(stdout: string): boolean {
  const since = stdout.slice(Math.max(0, stdout.lastIndexOf(ASKED)));
  const stop = since.search(/^\*\* caught (?!dump-stats)/m);
  return since.startsWith(ASKED) && stop > 0 && !ANSWERED.test(since.slice(0, stop));
}

const DAQ_ERROR = /^(?:Error receiving message from the|Couldn't start) DAQ instance \((.*)\): (.*)$/;
const LINK_TYPE = /^No codec found for data link type (\d+)$/;

/** `++ [0] PATH`: a packet thread begins with a source. */
const OPENED = /^\+\+ \[\d+\] (.*)$/gm;

/**
 * Captures that Snort could not read, or not to their end; the process itself still exits with 0. An unknown link type is
 * told without the file's name, so it is given to every capture with that link type. What a whole run never opened was
 * not read either, whatever Snort says of it.
 */
export function readProblems(
  {stdout, stderr}: {readonly stdout: string; readonly stderr: string},
  captures: readonly {path: string; givenAs: string; linkType: number | undefined}[],
  whole: boolean,
): readonly CaptureProblem[] {
  const problems = new Map<string, string>();
  const opened = new Set([...stdout.matchAll(OPENED)].map(([, path]) => path));
  if (whole)
    for (const {path, givenAs} of captures)
      if (!opened.has(givenAs)) problems.set(path, 'Snort did not open it');
  for (const line of stderr.split('\n')) {
    const daq = DAQ_ERROR.exec(line);
    const named = daq && captures.find(({givenAs}) => givenAs === daq[1]);
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

/** Snort has no codec for a link type: what it is, and how to capture so that Snort can read it. */
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

/** `ERROR: FILE:LINE reason` lines of stderr, `FATAL` alike, and those without a place. */
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
