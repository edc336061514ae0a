import {access} from 'node:fs/promises';
import {join} from 'node:path';
import type {ScratchFolder} from '../arms/check-arm.ts';
import {testSnapshot} from '../arms/test-snapshot.ts';
import {describeFailure} from '../cli/all-failures.ts';
import type {Say} from '../domain/message.ts';
import type {Result} from '../domain/result.ts';
import type {Clock} from '../domain/time.ts';
import type {EngineFailure} from '../engine/failures.ts';
import type {Engine} from '../engine/ports.ts';
import {ttlCache} from '../engine/ttl-cache.ts';
import {namedPulledPork} from '../snapshots/named-pulledpork.ts';
import {type Provider, providerBase} from '../snapshots/provider.ts';
import {redact, secretsOf} from '../snapshots/redact.ts';
import type {ArchiveOfProvider, Sources} from '../snapshots/source-kinds.ts';
import type {TestRules} from '../snapshots/take-order.ts';
import {findSnortHere} from './engines.ts';
import {fileTextHere} from './file-text.ts';

interface SnapshotSettings extends ScratchFolder {
  readonly clock: Clock;
  readonly say: Say;
  readonly scratch: string;
  readonly version: string;
  /** Stops downloads and runs of PulledPork3. */
  readonly stop: AbortSignal;
  engine(): Promise<Result<Engine, EngineFailure>>;
}

/** Provides everything that snapshots need on this machine; call `close` when the work is done. */
export async function snapshotsIn(stateDir: string, settings: SnapshotSettings) {
  const {openCatalogue} = await import('../sqlite/open-catalogue.ts');
  const {catalogueStore} = await import('../sqlite/catalogue/catalogue-store.ts');
  const {catalogueAnswers} = await import('../sqlite/catalogue/catalogue-questions.ts');
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
    catalogueAnswers: catalogueAnswers(db),
    requests: requestStore(db),
    sources: await sourcesIn(stateDir, db, settings),
    testRules: ((folder, manifest, rules, settingsOf) =>
      testSnapshot(folder, manifest, rules, settingsOf, {...settings, smokeFiles})) satisfies TestRules,
    snortVersion: ttlCache(snortVersionHere, version => version !== undefined, settings.clock),
    smokeFiles,
    fileText: fileTextHere,
    clock: settings.clock,
    say: settings.say,
    madeBy: `ruletrial ${settings.version}`,
    messageOf: (failure: Parameters<typeof describeFailure>[0]) =>
      redact(describeFailure(failure).message, secretsOf(process.env)),
    close: () => db.close(),
  };
}

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
  const {manualSource} = await import('../snapshots/manual-source.ts');
  const {listSource} = await import('../snapshots/list-source.ts');
  const {undiciDownload} = await import('../snapshots/undici/download.ts');
  const {downloadLog} = await import('../sqlite/catalogue/download-log.ts');
  const {downloadCache} = await import('../disk/download-cache.ts');
  const deps = {
    reader: archiveReader,
    pulledpork: pulledPorkHere(scratch, {clock, say}, stop),
    download: undiciDownload({version, clock, stop}),
    log: downloadLog(db),
    cache: downloadCache(stateDir),
    readWhole,
    clock,
    say,
  };
  const archive = archiveSource(deps);
  return {
    file: fileSource,
    folder: folderSource,
    archive,
    url: urlSource(deps),
    urlList: urlSource(deps, 'list'),
    list: listSource(readWhole),
    manual: getFrom =>
      manualSource(readWhole, getFrom, {archive, rules: fileSource, list: listSource(readWhole)}),
    pulledpork3: archive => pulledPorkSource(providerHere(archive), deps),
    download: archive => downloadSource(providerHere(archive), deps),
  };
}

/** Creates sources that only report what they lack on this machine. */
export async function previewSourcesHere(): Promise<Sources> {
  const {readWhole} = await import('../snapshots/directory/read-directory.ts');
  const {previewSources} = await import('../snapshots/preview-sources.ts');
  const isReadable = (path: string) =>
    access(path).then(
      () => true,
      () => false,
    );
  return previewSources({isReadable, readWhole, providerOf: providerHere});
}

/** Returns an archive on snort.org with the oinkcode and the mirror from the environment. */
const providerHere = ({layout, snapshot, oinkcode}: ArchiveOfProvider): Provider => ({
  layout,
  snapshot,
  oinkcode: {variable: oinkcode, value: process.env[oinkcode]},
  base: providerBase(process.env.RULETRIAL_MIRROR),
});

async function snortVersionHere(): Promise<string | undefined> {
  const found = await findSnortHere(undefined);
  return found.ok ? found.value.version : undefined;
}

/** Creates a function that finds PulledPork3, by its default name or the one in the environment. */
export function pulledPorkHere(
  scratch: string,
  {clock, say}: Pick<SnapshotSettings, 'clock' | 'say'>,
  stop?: AbortSignal,
) {
  const find = async (program: string) => {
    const {findPulledPork} = await import('../snapshots/pulledpork3/run-pulledpork.ts');
    const {childProcesses} = await import('../process/child-processes.ts');
    return findPulledPork(program, {processes: childProcesses, scratch, ...(stop ? {stop} : {})});
  };
  const named = namedPulledPork(process.env.RULETRIAL_PULLEDPORK, find, say);
  return ttlCache(named, found => found !== undefined, clock);
}
