import type {LiveDeclaration} from '../declarations/live-schedule.ts';
import {armName} from '../declarations/schedule.ts';
import type {Micros} from '../domain/time.ts';
import {declaredCadence} from './declared-cadence.ts';
import {localTime} from './local-time.ts';
import {type PlannedSlot, planCalendar, slotsInAll} from './plan-slots.ts';

/** A slot as it will be if every arm is available, with local times of the schedule's zone. Slots and rotations count from 1. */
export interface SlotPreview extends PlannedSlot {
  readonly begins: string;
  readonly ends: string;
}

export interface CalendarPreview {
  readonly kind: LiveDeclaration['kind'];
  readonly zone: string;
  readonly order: LiveDeclaration['order'];
  /** Without a seed the order is drawn when the trial is made; here the arms then stand as declared. */
  readonly drawnLater: boolean;
  readonly rotations: number;
  /** Of the first rotations that were asked for; fewer when the pattern has no more beginnings. */
  readonly slots: readonly SlotPreview[];
  /** Of the whole trial. */
  readonly totalSlots: number;
  /** Undefined when the whole is too long to be counted out. */
  readonly endsAt: Micros | undefined;
  /** From the first beginning to the last end. */
  readonly hours: number | undefined;
}

/** More than this are not counted out: each beginning of a pattern is searched. */
const MAX_COUNTED = 5000;
const MICROS_PER_HOUR = 3_600_000_000;

/** The calendar of a schedule whose trial would be made now; `shown` rotations of it, 1 or more. */
export function previewCalendar(declared: LiveDeclaration, now: Micros, shown: number): CalendarPreview {
  const {kind, zone, order, seed, rotations} = declared;
  const arms = declared.arms.map(armName);
  const drawnLater = order === 'random' && seed === undefined && kind === 'rotating';
  const totalSlots = slotsInAll(kind, arms.length, rotations);
  const wish = {
    kind,
    arms,
    order: drawnLater ? ('declared' as const) : order,
    seed: seed ?? 0,
    cadence: declaredCadence(declared, now),
    from: now,
  };
  const counted = planCalendar(wish, totalSlots <= MAX_COUNTED ? rotations : Math.min(shown, rotations));
  const [first, last] = [counted[0], counted.at(-1)];
  const whole = totalSlots <= MAX_COUNTED && first && last;
  return {
    kind,
    zone,
    order,
    drawnLater,
    rotations,
    slots: counted
      .filter(({rotation}) => rotation < shown)
      .map(slot => ({
        ...slot,
        slot: slot.slot + 1,
        rotation: slot.rotation + 1,
        begins: localTime(slot.beginsAt, zone),
        ends: localTime(slot.endsAt, zone),
      })),
    totalSlots,
    endsAt: whole ? last.endsAt : undefined,
    hours: whole ? (last.endsAt - first.beginsAt) / MICROS_PER_HOUR : undefined,
  };
}
