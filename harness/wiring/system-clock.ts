import type {Clock} from '../domain/time.ts';

/** The system's clock, in epoch microseconds. */
export const systemClock: Clock = {now: () => Date.now() * 1000};
