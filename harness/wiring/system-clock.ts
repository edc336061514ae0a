import type {Clock} from '../domain/time.ts';

/** Epoch microseconds by the system's clock. */
export const systemClock: Clock = {now: () => Date.now() * 1000};
