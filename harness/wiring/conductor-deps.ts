import {mkdir, mkdtemp, rm} from 'node:fs/promises';
import {availableParallelism} from 'node:os';
import {join, resolve} from 'node:path';
import type {CommandDeps, Settings} from '../cli/command-deps.ts';
import {openStore} from '../cli/system-failures.ts';
import type {Say} from '../domain/message.ts';
import type {Catalogue} from '../snapshots/ports.ts';
import type {Trials} from '../trial/trials.ts';
import {declarationsHere} from './declarations.ts';
import {engineChooserHere} from './engines.ts';
import {openLogs} from './logs.ts';
import {engineFormat, importedFormat} from './record-formats.ts';
import {reportWriter} from './report-writer.ts';
import {snapshotsIn} from './snapshots.ts';
import {systemClock} from './system-clock.ts';

/** What a conductor needs from the installed package. */
export type Product = Pick<CommandDeps, 'version' | 'demoFolder'> & {
  /** The command line that starts this ruletrial. */
  readonly program: readonly string[];
};

export type State = ReturnType<typeof import('../disk/state-folder.ts').stateFolder>;

/** Provides what a conductor needs on this machine; call `close` when it is done. */
export async function conductorDeps(
  product: Product,
  settings: Settings,
  say: Say,
  state: State,
  stop: AbortSignal,
) {
  const {captureSource} = await import('../disk/find-captures.ts');
  const root = resolve(settings.project);
  const engineFor = engineChooserHere(settings, product.demoFolder, {say, clock: systemClock});
  // remove what an earlier process left there when it was killed
  await rm(state.scratch, {recursive: true, force: true});
  const withScratch = scratchBelow(state.scratch);
  const snapshots = await snapshotsIn(state.path, {
    ...{clock: systemClock, say, withScratch, scratch: state.scratch, version: product.version, stop},
    engine: () => engineFor({snort: undefined, recorded: undefined}),
  });
  return {
    ...(await declarationsHere(settings)),
    ...snapshots,
    mayFetch: true,
    captures: captureSource(root, state.path),
    engineFor,
    cores: availableParallelism(),
    trials: await trialsIn(state, snapshots.catalogue),
    formatOf: await engineFormat(),
    logs: openLogs,
    importedFormat: await importedFormat(),
    stop,
    withScratch,
    reports: reportWriter(product.program, settings, {withScratch}),
  };
}

/** Creates a function that provides temporary folders below a folder. */
function scratchBelow(scratch: string) {
  return async <R>(use: (folder: string) => Promise<R>): Promise<R> => {
    await mkdir(scratch, {recursive: true, mode: 0o700});
    const folder = await mkdtemp(join(scratch, 'check-'));
    try {
      return await use(folder);
    } finally {
      await rm(folder, {recursive: true, force: true});
    }
  };
}

async function trialsIn(state: State, catalogue: Catalogue): Promise<Trials> {
  const {createTrialStore, openTrialStore} = await import('../sqlite/journal/trial-store.ts');
  return {
    names: () => state.trials(),
    runFolders: name => state.runFolders(name),
    remove: name => state.removeTrial(name),
    open: name => openStore(name, () => openTrialStore(state.trialStore(name))),
    async create(name, plan) {
      await state.make(state.trialFolder(name));
      return createTrialStore(state.trialStore(name), name, plan, catalogue.rulesOf);
    },
  };
}
