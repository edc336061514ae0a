import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {ok} from '../../domain/result.ts';
import type {Recorder, Recording, RecordingEnd, RecordSpec} from '../ports.ts';
import type {ChildProcesses, EngineFiles, GuardedProcess} from '../system-ports.ts';

const PROBE_SECONDS = 20;
const FILTER_SECONDS = 10;
/** From SIGTERM to SIGKILL; its packets are on the disk already. */
const GRACE_SECONDS = 5;
const LOOK_MS = 50;
/** It says that it listens in well under a second. */
const READY_MS = 5000;
/**
 * The kernel hands packets on in blocks, a second after the first of a block at the latest; those of an open block are lost
 * when it is stopped. Not so in immediate mode, whose buffer holds few packets: of 500 at once 160 were dropped.
 */
const BLOCK_MS = 1300;
const BUFFER_KIB = '16384';
const STREAM_BYTES = 64 * 1024;
/** What it writes is for its owner alone. */
const PRIVATELY = ['sh', '-c', 'umask 077; exec "$@"', 'tcpdump'];

/** Records by tcpdump; `binary` is a path or a name on the PATH. */
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
      return ok(attend(spec, child, files, readyWithinMs));
    },
  };
}

/** What tcpdump says when it, and not the filter, is at fault. */
const NOT_THE_FILTER = /permission|not permitted|no (such|suitable) device|data link type|option/i;

/**
 * Why tcpdump cannot read a BPF expression, for Ethernet; undefined when it can, and where it is missing or may not tell.
 * No interface is opened, and nothing captured.
 */
export function filterComplaint(
  binary: string,
  processes: Pick<ChildProcesses, 'run'>,
): (filter: string) => Promise<string | undefined> {
  return async filter => {
    const command = [binary, '-d', '-y', 'EN10MB', '--', filter];
    const {exitCode, stderr, notStarted, timedOut} = await processes.run(command, {seconds: FILTER_SECONDS});
    if (notStarted !== undefined || timedOut || exitCode === 0 || exitCode === undefined) return undefined;
    const words = /^(?!warning:)[^\s:]+: (.+)$/im.exec(stderr)?.[1];
    return words === undefined || NOT_THE_FILTER.test(words) ? undefined : words;
  };
}

function command(binary: string, spec: RecordSpec): readonly string[] {
  return [
    ...PRIVATELY,
    ...[binary, '-i', spec.interface, '-n', '-s', `${spec.snaplen}`, '-w', spec.file],
    // its file is whole up to the last packet that it was handed; room for bursts
    ...['-U', '-B', BUFFER_KIB],
    // as root it would otherwise give up its rights, and may not write into a folder of root's
    ...(process.getuid?.() === 0 ? ['-Z', 'root'] : []),
    '--',
    ...(spec.filter ? [spec.filter] : []),
  ];
}

function attend(
  {folder}: RecordSpec,
  child: GuardedProcess,
  files: EngineFiles,
  readyWithinMs: number,
): Recording {
  let over = false;
  let late = false;
  let stopped = false;
  const read = () => files.readEnd(join(folder, 'stderr.txt'), STREAM_BYTES);
  const ready = (async () => {
    for (const until = Date.now() + readyWithinMs; !over && Date.now() < until; ) {
      if (/listening on /.test(await read())) return true;
      await pause(LOOK_MS);
    }
    if (!over) {
      late = true;
      child.stop();
    }
    return false;
  })();
  const ended = child.ended.then(async () => {
    over = true;
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

/** Its figures at its end, such as `12 packets captured` and `0 packets dropped by kernel`. */
function readEnd(stderr: string, stopped: boolean): RecordingEnd {
  const figure = (words: string) => new RegExp(`^(\\d+) packets? ${words}$`, 'm').exec(stderr)?.[1];
  const [captured, dropped] = [figure('captured'), figure('dropped by kernel')];
  return {
    packets:
      captured === undefined || dropped === undefined
        ? undefined
        : {captured: Number(captured), dropped: Number(dropped)},
    endReason: stopped ? undefined : endReason(stderr),
  };
}

/** Its last message, which may go on in the next line. */
function endReason(stderr: string): string {
  const lines = stderr.trimEnd().split('\n');
  const from = Math.max(
    0,
    lines.findLastIndex(line => line.startsWith('tcpdump: ')),
  );
  return lines.slice(from).join(' ').slice(0, 300) || 'tcpdump printed nothing';
}
