import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ConductorWork, Settings} from '../cli/command-deps.ts';
import {catchSystemFailures} from '../cli/system-failures.ts';
import type {Failure} from '../domain/failure.ts';
import type {Say} from '../domain/message.ts';
import type {Result} from '../domain/result.ts';
import {fail as failTrial} from '../trial/failures.ts';
import {conductorWork} from './conductor.ts';
import {conductorDeps, type Product, type State} from './conductor-deps.ts';
import {stateHere} from './state-here.ts';

type Work<T> = (deps: ConductorWork) => Promise<Result<T, Failure>>;

/** Runs work as the conductor, with the lock of the state folder; a signal stops the work, not the process. */
export async function conductIn<T>(
  product: Product,
  settings: Settings,
  say: Say,
  work: Work<T>,
): Promise<Result<T, Failure>> {
  const state = await stateHere(settings);
  const {takeLock} = await import('../sqlite/lock.ts');
  return catchSystemFailures(state.path, async () => {
    await state.make(state.path);
    const lock = takeLock(state.lock);
    if (!lock) return failTrial('state-locked', {folder: state.path});
    try {
      return await untilStopped(product, settings, say, state, work);
    } finally {
      lock.release();
    }
  });
}

/** Runs work that at most adds snapshots, without the lock: another process may be the conductor meanwhile. */
export async function inspectIn<T>(
  product: Product,
  settings: Settings,
  say: Say,
  work: Work<T>,
): Promise<Result<T, Failure>> {
  const state = await stateHere(settings);
  return catchSystemFailures(state.path, async () => {
    await state.make(state.path);
    // that of the state folder belongs to the conductor
    const scratch = await mkdtemp(join(tmpdir(), 'ruletrial-'));
    try {
      return await untilStopped(product, settings, say, {...state, scratch}, work);
    } finally {
      await rm(scratch, {recursive: true, force: true});
    }
  });
}

async function untilStopped<T>(
  product: Product,
  settings: Settings,
  say: Say,
  state: State,
  work: Work<T>,
): Promise<Result<T, Failure>> {
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
  }
}
