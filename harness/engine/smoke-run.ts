import {join} from 'node:path';
import {ok, type Result} from '../domain/result.ts';
import {type EngineFailure, fail} from './failures.ts';
import {pathForEngine} from './path-for-engine.ts';
import type {ArmConfig, Engine} from './ports.ts';
import {SENTINEL_MSG, sentinelCapture, sentinelTweak} from './sentinel.ts';
import type {EngineFiles} from './system-ports.ts';

export type SmokeFiles = Pick<EngineFiles, 'read'> & {
  writeBytes(path: string, bytes: Uint8Array): Promise<void>;
};

/** A limit far above the size of the log of a smoke run. */
const MAX_LOG_BYTES = 16 * 1024 * 1024;

/**
 * Runs the arm's rules with an additional test rule on a capture of one test packet. Exactly one alert of that rule proves
 * that engine, configuration and log work. `folder` is an empty folder of the caller.
 */
export async function smokeRun(
  engine: Engine,
  config: ArmConfig,
  folder: string,
  files: SmokeFiles,
): Promise<Result<void, EngineFailure>> {
  const capture = join(folder, 'sentinel.pcap');
  await files.writeBytes(capture, sentinelCapture());
  const {settings} = config;
  const tweaks = `${settings.tweaks}\n${sentinelTweak(settings.policy)}`;
  // a list with the packet's address must not end its inspection here
  const list = settings.list && {list: 'monitor' as const};
  const started = await engine.start({
    config: {...config, settings: {...settings, ...list, tweaks}},
    captures: [
      {
        path: 'sentinel.pcap',
        absolutePath: capture,
        pathForEngine: pathForEngine(capture, folder, 0),
        sha256: '',
        linkType: 1,
      },
    ],
    folder,
  });
  if (!started.ok) return started;
  const end = await started.value.ended;
  const log = await files.read(join(folder, 'alert_json.txt'), MAX_LOG_BYTES);
  const alerts = log.split('\n').filter(line => line.includes(SENTINEL_MSG)).length;
  if (end.outcome === 'captures-over' && alerts === 1) return ok(undefined);
  const reason =
    end.outcome === 'captures-over' ? '' : ` (${end.outcome}: ${end.endReason ?? 'it printed nothing'})`;
  return fail('smoke-run-failed', {arm: config.arm, alerts, reason});
}
