import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {failed, ok, type Result} from '../../domain/result.ts';
import type {EngineFailure} from '../failures.ts';
import type {ListeningEngine, ListenSpec} from '../ports.ts';
import type {ChildProcesses, EngineFiles, GuardedProcess} from '../system-ports.ts';
import {listenCommand} from './command.ts';
import type {SnortPlaces} from './find-snort.ts';
import {questions} from './questions.ts';
import {readListenEnd} from './read-end.ts';
import {isReady} from './read-output.ts';

/** How long Snort may take to print its statistics after SIGTERM. */
const GRACE_SECONDS = 10;
const LOOK_MS = 50;
/** Limit for its output until it is ready: some KiB, and a line for each warning about a rule. */
const START_BYTES = 16 * 1024 * 1024;
/** How long SIGTERM waits for an open answer; each packet thread wakes once per second. */
const ANSWER_WAIT_MS = 2500;
/** The file with the time at which it was ready, in epoch microseconds, because stdout.txt may be truncated later. */
export const READY_FILE = 'ready.txt';

/** Starts Snort on the traffic of an interface. */
export async function listen(
  spec: ListenSpec,
  places: SnortPlaces,
  {processes, files}: {readonly processes: ChildProcesses; readonly files: EngineFiles},
): Promise<Result<ListeningEngine, EngineFailure>> {
  const refusal = refuse(spec, places);
  if (refusal) return failed(refusal);
  const child = await processes.guard(await listenCommand(spec, places, files), {
    folder: spec.folder,
    graceSeconds: GRACE_SECONDS,
    cwd: spec.config.rules.folder,
  });
  const pid = child.pid === undefined ? undefined : await child.program;
  if (pid === undefined) return failed(notStarted(spec, 'the process could not be created'));
  return ok({pid, ...watch(spec, child, files)});
}

function watch(spec: ListenSpec, child: GuardedProcess, files: EngineFiles): Omit<ListeningEngine, 'pid'> {
  let hasEnded = false;
  let inspects = false;
  const stdout = join(spec.folder, 'stdout.txt');
  const requests = questions(stdout, {ask: () => child.signal('SIGUSR1'), hasEnded: () => hasEnded}, files);
  const ready = (async () => {
    while (!hasEnded) {
      inspects = isReady(await files.read(stdout, START_BYTES), spec.sensor.threads);
      if (inspects) await files.write(join(spec.folder, READY_FILE), `${Date.now() * 1000}\n`);
      if (inspects) return true;
      await pause(LOOK_MS);
    }
    return false;
  })();
  const ended = child.ended.then(async end => {
    hasEnded = true;
    return readListenEnd(spec, await ready, end, files);
  });
  return {
    ready,
    ended,
    // before it inspects, SIGUSR1 would kill it
    counts: async seconds => (inspects && !hasEnded ? requests.counts(seconds) : undefined),
    ...(spec.sensor.daq === 'pcap' ? {acknowledged: requests.acknowledged} : {}),
    stop: () => {
      void Promise.race([requests.finish(), pause(ANSWER_WAIT_MS)]).then(child.stop);
    },
    kill: () => child.signal('SIGKILL'),
  };
}

function refuse({config, sensor}: ListenSpec, places: SnortPlaces): EngineFailure | undefined {
  if (!places.daqModules.includes(sensor.daq))
    return {kind: 'daq-missing', path: places.binary, module: sensor.daq};
  if (sensor.daq === 'afpacket' || sensor.threads === 1) return undefined;
  const reason = `with the DAQ module ${sensor.daq}, each of the ${sensor.threads} packet threads would read every packet; set threads: 1, or daq: afpacket`;
  return notStarted({config}, reason);
}

const notStarted = ({config}: Pick<ListenSpec, 'config'>, reason: string): EngineFailure => ({
  kind: 'engine-not-started',
  arm: config.arm,
  reason,
});
