import type {Micros} from '../domain/time.ts';
import {boundariesFrom, type Cadence} from './cadence.ts';
import {type Order, orderOf} from './order.ts';

/** A planned time window, for one arm in a rotating trial or for all arms in a concurrent one. It ends where the next begins. */
export interface PlannedSlot {
  /** The number of the slot in the whole trial, from 0. */
  readonly slot: number;
  readonly rotation: number;
  readonly arms: readonly string[];
  readonly beginsAt: Micros;
  readonly endsAt: Micros;
}

export interface RotationRequest {
  readonly kind: 'rotating' | 'concurrent';
  /** The arms that are available when the rotation begins. */
  readonly arms: readonly string[];
  readonly rotation: number;
  /** The number of its first slot. */
  readonly firstSlot: number;
  readonly order: Order;
  readonly seed: number;
  readonly cadence: Cadence;
  /** The earliest time for its first slot. */
  readonly from: Micros;
}

/** Plans the slots of a rotation, which follow each other without gaps; none if the cadence has ended. */
export function planRotation(request: RotationRequest): readonly PlannedSlot[] {
  const {kind, arms, rotation, firstSlot, order, seed, cadence, from} = request;
  if (arms.length === 0) return [];
  const turns = kind === 'concurrent' ? [arms] : orderOf(arms, rotation, order, seed).map(arm => [arm]);
  const at = boundariesFrom(cadence, from, turns.length + 1);
  if (at.length <= turns.length) return [];
  return turns.map((armsOfSlot, index) => ({
    slot: firstSlot + index,
    rotation,
    arms: armsOfSlot,
    beginsAt: at[index] ?? 0,
    endsAt: at[index + 1] ?? 0,
  }));
}

/** Returns how many slots a trial has if every arm is available in every rotation. */
export const countSlots = (kind: RotationRequest['kind'], arms: number, rotations: number): number =>
  rotations * (kind === 'concurrent' ? 1 : arms);

/** Plans the whole calendar, as if every arm were available in every rotation. */
export function planCalendar(
  request: Omit<RotationRequest, 'rotation' | 'firstSlot'>,
  rotations: number,
): readonly PlannedSlot[] {
  const slots: PlannedSlot[] = [];
  for (let rotation = 0; rotation < rotations; rotation += 1) {
    const from = slots.at(-1)?.endsAt ?? request.from;
    const planned = planRotation({...request, rotation, firstSlot: slots.length, from});
    if (planned.length === 0) break;
    slots.push(...planned);
  }
  return slots;
}
