import {resolve} from 'node:path';
import type {ConductorWork, Settings} from '../cli/command-deps.ts';
import {catchSystemFailures} from '../cli/system-failures.ts';
import type {Failure} from '../domain/failure.ts';
import type {Say} from '../domain/message.ts';
import type {Result} from '../domain/result.ts';
import {fail as failTrial} from '../trial/failures.ts';
import {conductorWork} from './conductor.ts';
import {conductorDeps, type Product} from './conductor-deps.ts';

/** Runs work as the conductor, with the lock of the state folder; a signal stops the work, not the process. */
export async function conductIn<T>(
  product: Product,
  settings: Settings,
  say: Say,
  work: (deps: ConductorWork) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const {stateFolder} = await import('../disk/state-folder.ts');
  const {takeLock} = await import('../sqlite/lock.ts');
  const state = stateFolder(resolve(settings.stateDir));
  return catchSystemFailures(state.path, async () => {
    await state.make(state.path);
    const lock = takeLock(state.lock);
    if (!lock) return failTrial('state-locked', {folder: state.path});
    const stop = new AbortController();
    // the first signal lets runs end cleanly; a second one ends the process, which harms no store
    const halt = () => {
      if (stop.signal.aborted) process.exit(130);
      stop.abort();
    };
    process.on('SIGINT', halt).on('SIGTERM', halt);
    try {
      const deps = await conductorDeps(product, settings, say, state, stop.signal);
      const conductor = conductorWork(deps, state, product);
      try {
        return await work(conductor);
      } finally {
        await conductor.finishRequests();
        deps.close();
      }
    } finally {
      process.off('SIGINT', halt).off('SIGTERM', halt);
      lock.release();
    }
  });
}
