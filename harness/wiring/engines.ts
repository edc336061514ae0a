import {join, resolve} from 'node:path';
import type {Settings} from '../cli/command-deps.ts';
import {thrownMessage} from '../domain/failure.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import {BUNDLED, type ChooseDeps, engineChooser} from '../engine/choose-engine.ts';
import type {EngineFailure} from '../engine/failures.ts';
import type {Engine} from '../engine/ports.ts';
import type {SnortPlaces} from '../engine/snort3/find-snort.ts';

/** Returns the paths of Snort that the environment sets. */
function snortHints(binary: string | undefined) {
  return {
    binary: binary ?? namedSnort() ?? 'snort',
    defaults: process.env.RULETRIAL_SNORT_LUA,
    daqDir: process.env.RULETRIAL_DAQ_DIR,
  };
}

/** Returns the path of Snort from the environment, made absolute, because Snort runs in the folder of its rules. */
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

/** Provides tcpdump, by its default name or the one in the environment; it need not be installed. */
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

/** Creates the chooser between Snort on this machine and recorded runs. */
export const engineChooserHere = (
  {engine, project}: Settings,
  demoFolder: string,
  deps: Pick<ChooseDeps, 'say' | 'clock'>,
) =>
  engineChooser({
    ...deps,
    setting: engine,
    openSnort: binary => openSnort(binary?.includes('/') ? resolve(project, binary) : binary),
    openRecorded: location =>
      openRecorded(
        location,
        location === BUNDLED ? join(demoFolder, 'recorded') : resolve(project, location),
      ),
  });

async function openSnort(binary: string | undefined): Promise<Result<Engine, EngineFailure>> {
  const places = await findSnortHere(binary);
  if (!places.ok) return places;
  const {snort3} = await import('../engine/snort3/snort3.ts');
  const {childProcesses} = await import('../process/child-processes.ts');
  const {engineFiles} = await import('../disk/engine-files.ts');
  return ok(snort3(places.value, {processes: childProcesses, files: engineFiles}));
}

async function openRecorded(location: string, folder: string): Promise<Result<Engine, EngineFailure>> {
  const {recorded} = await import('../engine/playback/playback.ts');
  const {recordedRunFolder} = await import('../disk/alert-logs.ts');
  const {engineFiles} = await import('../disk/engine-files.ts');
  try {
    return await recorded(location, recordedRunFolder(folder), engineFiles);
  } catch (thrown) {
    return failed({
      kind: 'recorded-run-broken',
      file: folder,
      reason: thrownMessage(thrown),
    });
  }
}
