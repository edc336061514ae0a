import type {ArmConfig} from '../ports.ts';
import type {ChildProcesses, EngineFiles} from '../system-ports.ts';
import {configure} from './command.ts';
import type {SnortPlaces} from './find-snort.ts';

const SECONDS = 300;
const STATE = /^\{ "gid": (\d+), "sid": (\d+), .*"enable": "yes"/gm;

/** Returns the enabled rules according to --dump-rule-state, which includes states in the configuration; undefined if that fails. */
export async function enabledRules(
  config: ArmConfig,
  scratch: string,
  places: SnortPlaces,
  {processes, files}: {readonly processes: ChildProcesses; readonly files: EngineFiles},
): Promise<ReadonlySet<string> | undefined> {
  const command = await configure(config, scratch, places, files);
  const dump = [...command, '-R', config.rules.entry, '--dump-rule-state'];
  const finished = await processes.run(dump, {seconds: SECONDS, cwd: config.rules.folder});
  if (finished.exitCode !== 0 || finished.timedOut) return undefined;
  return new Set([...finished.stdout.matchAll(STATE)].map(([, gid, sid]) => `${gid}:${sid}`));
}
