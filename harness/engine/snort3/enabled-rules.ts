import type {ArmConfig} from '../ports.ts';
import type {ChildProcesses, EngineFiles} from '../system-ports.ts';
import {configure} from './command.ts';
import type {SnortPlaces} from './find-snort.ts';

const SECONDS = 300;
const STATE = /^\{ "gid": (\d+), "sid": (\d+), .*"enable": "yes"/gm;

/** By --dump-rule-state, which knows states in a configuration; undefined when Snort gives none. */
export async function enabledRules(
  config: ArmConfig,
  scratch: string,
  places: SnortPlaces,
  {processes, files}: {readonly processes: ChildProcesses; readonly files: EngineFiles},
): Promise<ReadonlySet<string> | undefined> {
  const command = await configure(config, scratch, places, files);
  const asked = [...command, '-R', config.rules.entry, '--dump-rule-state'];
  const finished = await processes.run(asked, {seconds: SECONDS, cwd: config.rules.folder});
  if (finished.exitCode !== 0 || finished.timedOut) return undefined;
  return new Set([...finished.stdout.matchAll(STATE)].map(([, gid, sid]) => `${gid}:${sid}`));
}
