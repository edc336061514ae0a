import type {Micros} from '../domain/time.ts';
import {boundariesFrom, type Cadence} from './cadence.ts';
import {type Order, orderOf} from './order.ts';

/** One planned window; in a rotating trial of one arm, in a concurrent one of all. It ends where the next begins. */
export interface PlannedSlot {
  /** 0 or more, over the whole trial. */
  readonly slot: number;
  readonly rotation: number;
  readonly arms: readonly string[];
  readonly beginsAt: Micros;
  readonly endsAt: Micros;
}

export interface RotationWish {
  readonly kind: 'rotating' | 'concurrent';
  /** Those that are available when the rotation begins. */
  readonly arms: readonly string[];
  readonly rotation: number;
  /** Number of its first slot. */
  readonly firstSlot: number;
  readonly order: Order;
  readonly seed: number;
  readonly cadence: Cadence;
  /** Its first slot begins here or later. */
  readonly from: Micros;
}

/** The slots of one rotation: they follow each other without a gap. None when the cadence has no more beginnings. */
export function planRotation(wish: RotationWish): readonly PlannedSlot[] {
  const {kind, arms, rotation, firstSlot, order, seed, cadence, from} = wish;
  if (arms.length === 0) return [];
  const turns = kind === 'concurrent' ? [arms] : orderOf(arms, rotation, order, seed).map(arm => [arm]);
  const at = boundariesFrom(cadence, from, turns.length + 1);
  if (at.length <= turns.length) return [];
  return turns.map((inTurn, place) => ({
    slot: firstSlot + place,
    rotation,
    arms: inTurn,
    beginsAt: at[place] ?? 0,
    endsAt: at[place + 1] ?? 0,
  }));
}

/** How many slots a trial has when every arm is available in every rotation. */
export const slotsInAll = (kind: RotationWish['kind'], arms: number, rotations: number): number =>
  rotations * (kind === 'concurrent' ? 1 : arms);

/** The whole calendar, as it is when every arm is available in every rotation. */
export function planCalendar(
  wish: Omit<RotationWish, 'rotation' | 'firstSlot'>,
  rotations: number,
): readonly PlannedSlot[] {
  const slots: PlannedSlot[] = [];
  for (let rotation = 0; rotation < rotations; rotation += 1) {
    const from = slots.at(-1)?.endsAt ?? wish.from;
    const planned = planRotation({...wish, rotation, firstSlot: slots.length, from});
    if (planned.length === 0) break;
    slots.push(...planned);
  }
  return slots;
}
