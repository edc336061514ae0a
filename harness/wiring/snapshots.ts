import {join} from 'node:path';
import type {ScratchFolder} from '../arms/check-arm.ts';
import {proveSnapshot} from '../arms/prove-snapshot.ts';
import {tellFailure} from '../cli/all-failures.ts';
import type {Say} from '../domain/notice.ts';
import type {Result} from '../domain/result.ts';
import type {Clock} from '../domain/time.ts';
import type {EngineFailure} from '../engine/failures.ts';
import type {Engine} from '../engine/ports.ts';
import type {Sources} from '../snapshots/declared.ts';
import {redact} from '../snapshots/redact.ts';
import type {Prove} from '../snapshots/wanted.ts';
import {findSnortHere} from './engines.ts';
import {fileTextHere} from './file-text.ts';
import {lookingAgain} from './look-again.ts';

interface SnapshotSettings extends ScratchFolder {
  readonly clock: Clock;
  readonly say: Say;
  readonly scratch: string;
  readonly version: string;
  /** Ends downloads and runs of PulledPork3. */
  readonly stop: AbortSignal;
  engine(): Promise<Result<Engine, EngineFailure>>;
}

/** Everything that snapshots need, joined to this machine; `close` when the work is done. */
export async function snapshotsIn(stateDir: string, settings: SnapshotSettings) {
  const {openCatalogue} = await import('../sqlite/open-catalogue.ts');
  const {catalogueStore} = await import('../sqlite/catalogue/catalogue-store.ts');
  const {requestStore} = await import('../sqlite/catalogue/requests.ts');
  const {snapshotFiles} = await import('../disk/snapshot-files.ts');
  const {writeBytes, engineFiles} = await import('../disk/engine-files.ts');
  const db = openCatalogue(join(stateDir, 'catalogue.db'));
  const snapshots = snapshotFiles(stateDir);
  await snapshots.sweep();
  const smokeFiles = {read: engineFiles.read, writeBytes};
  return {
    snapshots,
    catalogue: catalogueStore(db),
    requests: requestStore(db),
    sources: await sourcesIn(stateDir, db, settings),
    prove: ((folder, manifest, rules, settingsOf) =>
      proveSnapshot(folder, manifest, rules, settingsOf, {...settings, smokeFiles})) satisfies Prove,
    snortVersion: lookingAgain(snortVersionHere, version => version !== undefined),
    smokeFiles,
    fileText: fileTextHere,
    clock: settings.clock,
    say: settings.say,
    madeBy: `ruletrial ${settings.version}`,
    wordsOf: (failure: Parameters<typeof tellFailure>[0]) =>
      redact(tellFailure(failure).words, secretsHere()),
    close: () => db.close(),
  };
}

/** Values of the environment that look like an oinkcode, whatever their variable is called. */
const secretsHere = (): readonly string[] =>
  Object.values(process.env).filter((value): value is string => /^[0-9A-Za-z]{40}$/.test(value ?? ''));

async function sourcesIn(
  stateDir: string,
  db: Parameters<typeof import('../sqlite/catalogue/download-log.ts').downloadLog>[0],
  {clock, say, scratch, version, stop}: SnapshotSettings,
): Promise<Sources> {
  const {fileSource, folderSource, readWhole} = await import('../snapshots/directory/read-directory.ts');
  const {archiveReader} = await import('../snapshots/archive/read-archive.ts');
  const {archiveSource} = await import('../snapshots/archive-source.ts');
  const {downloadSource, urlSource} = await import('../snapshots/download-source.ts');
  const {pulledPorkSource} = await import('../snapshots/pulledpork-source.ts');
  const {SNORT_ORG} = await import('../snapshots/provider.ts');
  const {manualSource} = await import('../snapshots/manual-source.ts');
  const {listSource} = await import('../snapshots/list-source.ts');
  const {undiciDownload} = await import('../snapshots/undici/download.ts');
  const {downloadLog} = await import('../sqlite/catalogue/download-log.ts');
  const {downloadCache} = await import('../disk/download-cache.ts');
  const outside = {
    reader: archiveReader,
    pulledpork: pulledPorkFinder(scratch, stop, say),
    download: undiciDownload({version, clock, stop}),
    log: downloadLog(db),
    cache: downloadCache(stateDir),
    readWhole,
    clock,
    say,
  };
  const archive = archiveSource(outside);
  return {
    file: fileSource,
    folder: folderSource,
    archive,
    url: urlSource(outside),
    urlList: urlSource(outside, 'list'),
    list: listSource(readWhole),
    manual: getFrom =>
      manualSource(readWhole, getFrom, {archive, rules: fileSource, list: listSource(readWhole)}),
    provider(kind, {layout, snapshot, oinkcode}) {
      const value = process.env[oinkcode];
      const base = (process.env.RULETRIAL_MIRROR ?? SNORT_ORG).replace(/\/+$/, '');
      const provider = {layout, snapshot, oinkcode: {variable: oinkcode, value}, base};
      return kind === 'download' ? downloadSource(provider, outside) : pulledPorkSource(provider, outside);
    },
  };
}

async function snortVersionHere(): Promise<string | undefined> {
  const found = await findSnortHere(undefined);
  return found.ok ? found.value.version : undefined;
}

/** PulledPork3 as this machine's environment names it; that a named one is none is told once. */
export function pulledPorkFinder(scratch: string, stop?: AbortSignal, say?: Say) {
  let told = false;
  const find = async () => {
    const {findPulledPork} = await import('../snapshots/pulledpork3/run-pulledpork.ts');
    const {childProcesses} = await import('../process/child-processes.ts');
    const named = process.env.RULETRIAL_PULLEDPORK;
    const found = await findPulledPork(named ?? 'pulledpork.py', {
      processes: childProcesses,
      scratch,
      ...(stop ? {stop} : {}),
    });
    if (!found && named && !told)
      say?.({kind: 'warning', text: `RULETRIAL_PULLEDPORK is ${named}, and no PulledPork3 runs there`});
    told ||= !found;
    return found;
  };
  return lookingAgain(find, found => found !== undefined);
}
