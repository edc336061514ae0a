import type {Failure} from '../domain/failure.ts';
import type {Result} from '../domain/result.ts';
import {fail} from '../live/failures.ts';

/** Allows one conductor per schedule: a second one is refused while the first is running. */
export function oneAtATime() {
  const running = new Set<string>();
  return async <T>(
    schedule: string,
    work: () => Promise<Result<T, Failure>>,
  ): Promise<Result<T, Failure>> => {
    if (running.has(schedule)) return fail('already-conducted', {schedule});
    running.add(schedule);
    try {
      return await work();
    } finally {
      running.delete(schedule);
    }
  };
}
