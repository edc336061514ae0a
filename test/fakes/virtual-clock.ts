import {type Clock, MICROS_PER_SECOND, type Micros} from '../../harness/domain/time.ts';

/** A clock that stands still until it is put on. */
export function virtualClock(startAt: Micros = Date.UTC(2026, 5, 1) * 1000): Clock & {
  add(seconds: number): void;
} {
  let now = startAt;
  return {
    now: () => now,
    add(seconds) {
      now += seconds * MICROS_PER_SECOND;
    },
  };
}
