import type {SlotValue} from '../../harness/statistics/carry-over.ts';

/** What the values of slots are made of. */
interface Made {
  readonly arms: number;
  readonly rotations: number;
  /** How much of its number each arm leaves behind for the next slot. */
  readonly left: number;
  /** The largest noise, above 0. */
  readonly noise: number;
}

/** Slots of a trial in which arms are shuffled in each rotation; a value is the arm's number, what is left, and noise. */
export function shuffledSlots(
  {arms, rotations, left, noise}: Made,
  uniform: () => number,
): readonly SlotValue[] {
  const order = Array.from({length: rotations}, () =>
    Array.from({length: arms}, (_, arm) => ({arm, key: uniform()}))
      .sort((one, other) => one.key - other.key)
      .map(({arm}) => arm),
  ).flat();
  return order.map((arm, slot) => ({
    rotation: Math.floor(slot / arms),
    arm,
    previous: order[slot - 1],
    value: arm + left * (order[slot - 1] ?? 0) + noise * uniform(),
  }));
}
