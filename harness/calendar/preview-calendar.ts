import type {LiveDeclaration} from '../declarations/live-schedule.ts';
import {armName} from '../declarations/schedule.ts';
import type {Micros} from '../domain/time.ts';
import {declaredCadence} from './declared-cadence.ts';
import {localTime} from './local-time.ts';
import {countSlots, type PlannedSlot, planCalendar} from './plan-slots.ts';

/** A slot as it will be if every arm is available, with its times in the schedule's zone. Slots and rotations count from 1. */
export interface SlotPreview extends PlannedSlot {
  readonly begins: string;
  readonly ends: string;
}

export interface CalendarPreview {
  readonly kind: LiveDeclaration['kind'];
  readonly zone: string;
  readonly order: LiveDeclaration['order'];
  /** Whether the order is drawn when the trial is created, because there is no seed; the preview then shows the declared order. */
  readonly drawnLater: boolean;
  readonly rotations: number;
  /** The slots of the requested first rotations; fewer if the pattern ends before. */
  readonly slots: readonly SlotPreview[];
  /** How many slots the whole trial has. */
  readonly totalSlots: number;
  /** When the trial ends; undefined if it has too many slots to compute. */
  readonly endsAt: Micros | undefined;
  /** Hours from the beginning of the first slot to the end of the last. */
  readonly hours: number | undefined;
}

/** The largest number of slots that is computed, since each one requires a search in the pattern. */
const MAX_COUNTED = 5000;
const MICROS_PER_HOUR = 3_600_000_000;

/** Previews the calendar of a trial that would be created now, with the first `shown` rotations, 1 or more. */
export function previewCalendar(declared: LiveDeclaration, now: Micros, shown: number): CalendarPreview {
  const {kind, zone, order, seed, rotations} = declared;
  const arms = declared.arms.map(armName);
  const drawnLater = order === 'random' && seed === undefined && kind === 'rotating';
  const totalSlots = countSlots(kind, arms.length, rotations);
  const request = {
    kind,
    arms,
    order: drawnLater ? ('declared' as const) : order,
    seed: seed ?? 0,
    cadence: declaredCadence(declared, now),
    from: now,
  };
  const counted = planCalendar(request, totalSlots <= MAX_COUNTED ? rotations : Math.min(shown, rotations));
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
