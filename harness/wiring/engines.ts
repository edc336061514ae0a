import {join, resolve} from 'node:path';
import type {Settings} from '../cli/outside.ts';
import {wordsThrown} from '../domain/failure.ts';
import type {Say} from '../domain/notice.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import type {EngineFailure} from '../engine/failures.ts';
import type {Engine} from '../engine/ports.ts';
import type {SnortPlaces} from '../engine/snort3/find-snort.ts';
import {lookingAgain} from './look-again.ts';

/** What this machine's environment says of Snort. */
function snortHints(binary: string | undefined) {
  return {
    binary: binary ?? namedSnort() ?? 'snort',
    defaults: process.env.RULETRIAL_SNORT_LUA,
    daqDir: process.env.RULETRIAL_DAQ_DIR,
  };
}

/** Snort runs in the folder of its rules: a relative path is made absolute here. */
function namedSnort(): string | undefined {
  const named = process.env.RULETRIAL_SNORT;
  return named?.includes('/') ? resolve(named) : named;
}

export async function findSnortHere(binary: string | undefined): Promise<Result<SnortPlaces, EngineFailure>> {
  const {findSnort} = await import('../engine/snort3/find-snort.ts');
  const {childProcesses} = await import('../process/child-processes.ts');
  const {engineFiles} = await import('../disk/engine-files.ts');
  return findSnort(snortHints(binary), childProcesses, engineFiles);
}

/** tcpdump by its name or the one that the environment names; it may be missing. */
export async function tcpdumpHere() {
  const {filterComplaint, tcpdump} = await import('../engine/tcpdump/tcpdump.ts');
  const {childProcesses} = await import('../process/child-processes.ts');
  const {engineFiles} = await import('../disk/engine-files.ts');
  const binary = process.env.RULETRIAL_TCPDUMP ?? 'tcpdump';
  return {
    recorder: tcpdump(binary, {processes: childProcesses, files: engineFiles}),
    filterComplaint: filterComplaint(binary, childProcesses),
  };
}

interface Wanted {
  /** A plan made on recorded runs goes on with them, though there be a Snort. */
  readonly only?: 'recorded';
  readonly snort: string | undefined;
  readonly recorded: string | undefined;
}

/** Engines by what a schedule wants; each is looked for once a minute, and one that was missing each time. */
export function engineFinder(
  settings: Settings,
  demoFolder: string,
  say: Say,
): (wanted: Wanted) => Promise<Result<Engine, EngineFailure>> {
  type Found = Result<Engine, EngineFailure>;
  const known = new Map<string, () => Promise<Found>>();
  const told = new Set<string>();
  const once = (key: string, find: () => Promise<Found>): Promise<Found> => {
    const look = known.get(key) ?? lookingAgain(find, ({ok}) => ok);
    known.set(key, look);
    return look();
  };
  const recordedOf = (location: string) =>
    once(`recorded ${location}`, () => openRecorded(location, settings, demoFolder));
  const snortOf = (binary: string | undefined) =>
    once(`snort ${binary}`, () =>
      openSnort(binary?.includes('/') ? resolve(settings.project, binary) : binary),
    );
  return async ({only, snort, recorded}) => {
    if (settings.engine === 'recorded' || only === 'recorded') return recordedOf(recorded ?? 'bundled');
    // the schedule names recorded runs for where there is no Snort
    if (recorded !== undefined && snort === undefined && settings.engine === 'auto') {
      const real = await snortOf(undefined);
      return real.ok ? real : fallBack(real.failure, recorded);
    }
    return snortOf(snort);
  };

  async function fallBack(missing: EngineFailure, location: string): Promise<Result<Engine, EngineFailure>> {
    const engine = await recordedOf(location);
    if (!engine.ok) return missing.kind === 'engine-not-found' ? failed(missing) : engine;
    const {version, recordedOn} = engine.value.identity;
    const text = `Snort 3 not found: detection is RECORDED (${version?.replace(/\.0$/, '')}, ${recordedOn}); everything else runs now`;
    if (!told.has(text)) say({kind: 'info', text});
    told.add(text);
    return engine;
  }
}

async function openSnort(binary: string | undefined): Promise<Result<Engine, EngineFailure>> {
  const places = await findSnortHere(binary);
  if (!places.ok) return places;
  const {snort3} = await import('../engine/snort3/snort3.ts');
  const {childProcesses} = await import('../process/child-processes.ts');
  const {engineFiles} = await import('../disk/engine-files.ts');
  return ok(snort3(places.value, {processes: childProcesses, files: engineFiles}));
}

async function openRecorded(
  location: string,
  settings: Settings,
  demoFolder: string,
): Promise<Result<Engine, EngineFailure>> {
  const {recorded} = await import('../engine/playback/playback.ts');
  const {recordingFolder} = await import('../disk/alert-logs.ts');
  const {engineFiles} = await import('../disk/engine-files.ts');
  const folder = location === 'bundled' ? join(demoFolder, 'recorded') : resolve(settings.project, location);
  try {
    return await recorded(location, recordingFolder(folder), engineFiles);
  } catch (thrown) {
    return failed({
      kind: 'recording-broken',
      file: folder,
      reason: wordsThrown(thrown),
    });
  }
}
