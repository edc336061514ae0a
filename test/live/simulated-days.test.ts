import {ARMS, at, simulateDays, type World} from '../rig/simulate-days.ts';

/** A hundred days each; `npm run test:real` has four hundred. */
const WORLDS: readonly World[] = [
  {
    name: 'every 24 hours, over a leap day',
    arms: ARMS,
    cadence: {kind: 'every', everyMs: 86_400_000, startAt: at('2027-12-01T05:00:00Z')},
    rotations: 25,
    order: 'random',
  },
  {
    name: 'by cron in a zone with daylight time, at an hour that is skipped',
    arms: ARMS,
    cadence: {
      kind: 'cron',
      pattern: '30 2 * * *',
      zone: 'Europe/Berlin',
      startAt: at('2026-03-01T11:00:00Z'),
    },
    rotations: 25,
    order: 'williams',
  },
  {
    name: 'by cron in a zone with daylight time, at an hour that comes twice',
    arms: ARMS,
    cadence: {
      kind: 'cron',
      pattern: '30 2 * * *',
      zone: 'Europe/Berlin',
      startAt: at('2026-09-01T11:00:00Z'),
    },
    rotations: 25,
    order: 'williams',
  },
  {
    name: 'by cron in a zone without daylight time',
    arms: ARMS,
    cadence: {kind: 'cron', pattern: '7 3 * * *', zone: 'Asia/Kolkata', startAt: at('2026-03-01T00:00:00Z')},
    rotations: 25,
    order: 'declared',
  },
];

simulateDays(WORLDS);
