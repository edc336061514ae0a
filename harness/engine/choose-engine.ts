import type {Say} from '../domain/message.ts';
import {failed, type Result} from '../domain/result.ts';
import type {Clock} from '../domain/time.ts';
import type {EngineFailure} from './failures.ts';
import type {Engine} from './ports.ts';
import {ttlCache} from './ttl-cache.ts';

type Found = Result<Engine, EngineFailure>;

/** Which engine a schedule or a plan asks for. */
export interface EngineRequest {
  /** A plan made with recorded runs continues with them, even if Snort is installed. */
  readonly only?: 'recorded';
  /** Path or name of a Snort; undefined means the one on this machine. */
  readonly snort: string | undefined;
  /** Where the recorded runs are that are used if there is no Snort. */
  readonly recorded: string | undefined;
}

export interface ChooseDeps {
  /** The setting from the command line; with `auto`, the schedule decides. */
  readonly setting: 'auto' | 'snort3' | 'recorded';
  openSnort(binary: string | undefined): Promise<Found>;
  openRecorded(location: string): Promise<Found>;
  readonly say: Say;
  readonly clock: Clock;
}

/** The recorded runs that come with ruletrial. */
export const BUNDLED = 'bundled';

/** Creates a function that finds the requested engine. Found engines are cached for a minute. */
export function engineChooser(deps: ChooseDeps): (request: EngineRequest) => Promise<Found> {
  const {setting, say, clock} = deps;
  const known = new Map<string, () => Promise<Found>>();
  const reported = new Set<string>();
  const once = (key: string, find: () => Promise<Found>): Promise<Found> => {
    const look = known.get(key) ?? ttlCache(find, ({ok}) => ok, clock);
    known.set(key, look);
    return look();
  };
  const recordedAt = (location: string) => once(`recorded ${location}`, () => deps.openRecorded(location));
  const snortAt = (binary: string | undefined) => once(`snort ${binary}`, () => deps.openSnort(binary));

  async function useRecorded(missing: EngineFailure, location: string): Promise<Found> {
    const engine = await recordedAt(location);
    if (!engine.ok) return missing.kind === 'engine-not-found' ? failed(missing) : engine;
    const {version, recordedOn} = engine.value.identity;
    const text = `Snort 3 not found: detection is RECORDED (${version?.replace(/\.0$/, '')}, ${recordedOn}); everything else runs now`;
    if (!reported.has(text)) say({kind: 'info', text});
    reported.add(text);
    return engine;
  }

  return async ({only, snort, recorded}) => {
    if (setting === 'recorded' || only === 'recorded') return recordedAt(recorded ?? BUNDLED);
    // the schedule names recorded runs for machines without Snort
    if (recorded !== undefined && snort === undefined && setting === 'auto') {
      const real = await snortAt(undefined);
      return real.ok ? real : useRecorded(real.failure, recorded);
    }
    return snortAt(snort);
  };
}
