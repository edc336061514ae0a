import type {Packet} from './packet.ts';

/** The packets of `count` repetitions; `make` gets the number of each, 0..count-1. */
export const repeat = (count: number, make: (n: number) => readonly Packet[]): Packet[] =>
  Array.from({length: count}, (_, n) => make(n)).flat();
