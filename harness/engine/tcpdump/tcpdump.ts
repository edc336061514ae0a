import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {ok} from '../../domain/result.ts';
import type {Recorder, RecorderEnd, RecordSpec, RunningRecorder} from '../ports.ts';
import type {ChildProcesses, EngineFiles, GuardedProcess} from '../system-ports.ts';

const PROBE_SECONDS = 20;
const FILTER_SECONDS = 10;
/** From SIGTERM to SIGKILL; its packets are already on disk. */
const GRACE_SECONDS = 5;
const LOOK_MS = 50;
/** How long it may take to start, which usually takes much less than a second. */
const READY_MS = 5000;
/**
 * How long to wait before it is stopped. The kernel delivers packets in blocks, at the latest a second after the first packet
 * of a block, and an open block is lost. Immediate mode has no blocks but drops packets: 160 of 500 in one burst.
 */
const BLOCK_MS = 1300;
const BUFFER_KIB = '16384';
const STREAM_BYTES = 64 * 1024;
/** Makes its files readable only for their owner. */
const PRIVATELY = ['sh', '-c', 'umask 077; exec "$@"', 'tcpdump'];

/** Creates a recorder that uses tcpdump; `binary` is a path or a name on the PATH. */
export function tcpdump(
  binary: string,
  {processes, files}: {readonly processes: ChildProcesses; readonly files: EngineFiles},
  readyWithinMs = READY_MS,
): Recorder {
  return {
    async version() {
      const {stdout, stderr} = await processes.run([binary, '--version'], {seconds: PROBE_SECONDS});
      return /tcpdump version (\S+)/.exec(`${stdout}\n${stderr}`)?.[1];
    },
    async start(spec) {
      const child = await processes.guard(command(binary, spec), {
        folder: spec.folder,
        graceSeconds: GRACE_SECONDS,
        cwd: spec.folder,
      });
      return ok(watch(spec, child, files, readyWithinMs));
    },
  };
}

/** Matches errors of tcpdump that are not about the filter. */
const NOT_THE_FILTER = /permission|not permitted|no (such|suitable) device|data link type|option/i;

/**
 * Checks a BPF expression for Ethernet with tcpdump, and returns its error; undefined if the expression is valid or tcpdump
 * cannot check it. No interface is opened and nothing is captured.
 */
export function filterComplaint(
  binary: string,
  processes: Pick<ChildProcesses, 'run'>,
): (filter: string) => Promise<string | undefined> {
  return async filter => {
    const command = [binary, '-d', '-y', 'EN10MB', '--', filter];
    const {exitCode, stderr, notStarted, timedOut} = await processes.run(command, {seconds: FILTER_SECONDS});
    if (notStarted !== undefined || timedOut || exitCode === 0 || exitCode === undefined) return undefined;
    const message = /^(?!warning:)[^\s:]+: (.+)$/im.exec(stderr)?.[1];
    return message === undefined || NOT_THE_FILTER.test(message) ? undefined : message;
  };
}

function command(binary: string, spec: RecordSpec): readonly string[] {
  return [
    ...PRIVATELY,
    ...[binary, '-i', spec.interface, '-n', '-s', `${spec.snaplen}`, '-w', spec.file],
    // write each packet at once; a large buffer for bursts
    ...['-U', '-B', BUFFER_KIB],
    // without -Z, root would drop its privileges and could not write to a folder of root
    ...(process.getuid?.() === 0 ? ['-Z', 'root'] : []),
    '--',
    ...(spec.filter ? [spec.filter] : []),
  ];
}

function watch(
  {folder}: RecordSpec,
  child: GuardedProcess,
  files: EngineFiles,
  readyWithinMs: number,
): RunningRecorder {
  let hasEnded = false;
  let late = false;
  let stopped = false;
  const read = () => files.readEnd(join(folder, 'stderr.txt'), STREAM_BYTES);
  const ready = (async () => {
    for (const until = Date.now() + readyWithinMs; !hasEnded && Date.now() < until; ) {
      if (/listening on /.test(await read())) return true;
      await pause(LOOK_MS);
    }
    if (!hasEnded) {
      late = true;
      child.stop();
    }
    return false;
  })();
  const ended = child.ended.then(async () => {
    hasEnded = true;
    const end = readEnd(await read(), stopped);
    return late ? {...end, endReason: `it did not start recording within ${readyWithinMs / 1000} s`} : end;
  });
  return {
    ready,
    ended,
    stop() {
      if (!stopped) void pause(BLOCK_MS).then(child.stop);
      stopped = true;
    },
  };
}

/** Reads the figures at its end, such as `12 packets captured` and `0 packets dropped by kernel`. */
function readEnd(stderr: string, stopped: boolean): RecorderEnd {
  const figure = (label: string) => new RegExp(`^(\\d+) packets? ${label}$`, 'm').exec(stderr)?.[1];
  const [captured, dropped] = [figure('captured'), figure('dropped by kernel')];
  return {
    packets:
      captured === undefined || dropped === undefined
        ? undefined
        : {captured: Number(captured), dropped: Number(dropped)},
    endReason: stopped ? undefined : endReason(stderr),
  };
}

/** Returns its last message, which may continue on the next line. */
function endReason(stderr: string): string {
  const lines = stderr.trimEnd().split('\n');
  const from = Math.max(
    0,
    lines.findLastIndex(line => line.startsWith('tcpdump: ')),
  );
  return lines.slice(from).join(' ').slice(0, 300) || 'tcpdump printed nothing';
}
