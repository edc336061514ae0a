import {ok, type Result} from '../../domain/result.ts';
import {type EngineFailure, fail} from '../failures.ts';
import type {Engine, RunningEngine, RunSpec} from '../ports.ts';
import type {ChildProcesses, EngineFiles} from '../system-ports.ts';
import {check} from './check.ts';
import {replayCommand} from './command.ts';
import {enabledRules} from './enabled-rules.ts';
import type {SnortPlaces} from './find-snort.ts';
import {listen} from './listen.ts';
import {readReplayEnd} from './read-end.ts';
import {recoverListening} from './recover.ts';

/** How long Snort may take to print its statistics after SIGTERM. */
const GRACE_SECONDS = 10;

export interface Snort3Deps {
  readonly processes: ChildProcesses;
  readonly files: EngineFiles;
}

/** Creates the Snort 3 engine: each run is one process, and its folder has all input and output. */
export function snort3(places: SnortPlaces, outside: Snort3Deps): Engine {
  const {processes, files} = outside;
  return {
    identity: {
      kind: 'snort',
      version: places.version,
      defaultsDigest: places.defaultsDigest,
      location: places.binary,
    },

    check: (config, scratch) => check(config, scratch, places, outside),

    enabledRules: (config, scratch) => enabledRules(config, scratch, places, outside),

    async start(spec: RunSpec): Promise<Result<RunningEngine, EngineFailure>> {
      const command = await replayCommand(spec, places, files);
      const child = await processes.guard(command, {
        folder: spec.folder,
        graceSeconds: GRACE_SECONDS,
        cwd: spec.config.rules.folder,
      });
      if (child.pid === undefined) {
        return fail('engine-not-started', {
          arm: spec.config.arm,
          reason: 'the process could not be created',
        });
      }
      const ended = child.ended.then(end => readReplayEnd(spec, end, files));
      return ok({pid: child.pid, ended, stop: child.stop});
    },

    async recover(spec: RunSpec) {
      const end = await processes.account(spec.folder);
      return end && readReplayEnd(spec, end, files);
    },

    listen: spec => listen(spec, places, outside),
    recoverListening: spec => recoverListening(spec, outside),
  };
}
