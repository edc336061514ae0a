import type {LiveFigures, SlotFigures} from '../answers/live-figures.ts';
import {at, count, textCell} from '../document/cells.ts';
import {type Block, type Document, text} from '../document/document.ts';
import {isoSeconds, type Micros} from '../domain/time.ts';
import {scheduleOf} from '../domain/trial-name.ts';
import {col, tableIfAny} from './tables.ts';

/** The current state of a live trial. */
export interface TrialStatus {
  readonly trial: string;
  readonly sealed: boolean;
  /** Whether a conductor is running; only then does a run without an end mean a running engine. */
  readonly conducted: boolean;
  /** Whether its schedule is in this project, so that a daemon here would continue it. */
  readonly declaredHere: boolean;
  /** Slots of the whole trial, if every arm is available in every rotation. */
  readonly slotsPlanned: number;
  readonly live: LiveFigures;
  /** How its schedule has changed since it began. */
  readonly changes?: string | undefined;
  /** The newest report that was written of it. */
  readonly report?: {readonly path: string; readonly writtenAt: Micros};
}

/** Maximum number of future slots to show for each trial. */
const NEXT_SLOTS = 3;
/** Maximum number of recent notices to show for each trial. */
const RECENT_NOTICES = 5;

/** Makes the document about the live trials with their engines, next slots and recent notices. */
export const statusDocument = (found: readonly TrialStatus[]): Document => ({
  title: 'Live trials',
  subtitle:
    found.length === 0 ? 'No live trial is unfinished. Start one with: ruletrial daemon' : 'current state',
  blocks: [
    ...found
      .filter(({sealed, conducted}) => !sealed && !conducted)
      .map(status => text('warning', howToContinue(status))),
    ...found.flatMap(({changes}) => (changes === undefined ? [] : [text('warning', changes)])),
    ...tableIfAny('now', 'Engines', found.flatMap(engineRows), [
      col('trial', 'Trial', textCell, row => row.trial),
      col('slot', 'Slot', count, row => row.slot),
      col('arm', 'Arm', textCell, row => row.arm),
      col('ready_at', 'Inspecting since', at, row => row.readyAt),
      col('ends_at', 'Until', at, row => row.endsAt),
      col('alerts', 'Alerts', count, row => row.alerts),
      col('slots_ended', 'Slots ended', count, row => row.slotsEnded),
      col('slots_planned', 'Slots in total', count, row => row.slotsPlanned),
    ]),
    ...nextSlots(found.flatMap(upcomingSlots)),
    ...found.flatMap(({trial, report}) =>
      report ? [text('plain', `${trial}: report of ${isoSeconds(report.writtenAt)}: ${report.path}`)] : [],
    ),
    ...found.flatMap(({trial, live}) =>
      live.notices
        .slice(-RECENT_NOTICES)
        .map(notice => text('note', `${trial}: ${notice.kind}: ${notice.text}`)),
    ),
  ],
});

const howToContinue = ({trial, declaredHere}: TrialStatus): string =>
  declaredHere
    ? `${trial} is not running. Continue it with: ruletrial daemon`
    : `${trial} is not running, and its schedule is not in this project. Continue it with --project FOLDER, the folder that has ` +
      `schedules/${scheduleOf(trial)}.yaml: ruletrial daemon. The bundled demo continues with: ruletrial demo`;

/** A trial that has no slots. */
export interface OtherTrial {
  readonly trial: string;
  readonly kind: string;
  readonly sealedAt: number | undefined;
  /** How its schedule has changed since it began. */
  readonly changes?: string | undefined;
}

/** Makes the document about a trial that has no slots, such as a replay. */
export const otherTrialDocument = ({trial, kind, sealedAt, changes}: OtherTrial): Document => ({
  title: `Trial ${trial}`,
  subtitle: `${kind}, ${sealedAt === undefined ? 'not sealed' : `sealed ${isoSeconds(sealedAt)}`}`,
  blocks: [
    ...(changes === undefined ? [] : [text('warning', changes)]),
    text(
      'plain',
      sealedAt === undefined && kind === 'replay'
        ? `Continue it with: ruletrial trial run ${scheduleOf(trial)}`
        : `Show its report with: ruletrial report ${trial}`,
    ),
  ],
});

const nextSlots = (rows: readonly (SlotFigures & {trial: string})[]): Block[] =>
  tableIfAny('next', 'What comes next', rows, [
    col('trial', 'Trial', textCell, row => row.trial),
    col('slot', 'Slot', count, row => row.slot),
    col('arm', 'Arm', textCell, row => row.arm),
    col('begins_at', 'Begins', at, row => row.beginsAt),
  ]);

const upcomingSlots = ({trial, live: {slots, runs}}: TrialStatus): (SlotFigures & {trial: string})[] =>
  slots
    .filter(({slot, state}) => state === undefined && !runs.some(run => run.slot === slot))
    .slice(0, NEXT_SLOTS)
    .map(slot => ({trial, ...slot}));

interface EngineRow {
  readonly trial: string;
  readonly slot?: number;
  readonly arm: string;
  readonly readyAt?: number | undefined;
  readonly endsAt?: number | undefined;
  readonly alerts?: number;
  readonly slotsEnded: number;
  readonly slotsPlanned: number;
}

function engineRows({trial, conducted, slotsPlanned, live: {slots, runs}}: TrialStatus): EngineRow[] {
  const slotsEnded = new Set(slots.filter(({state}) => state !== undefined).map(({slot}) => slot)).size;
  // without a conductor, a run that has no outcome was left by a conductor that was killed
  const open = conducted ? runs.filter(({outcome}) => outcome === undefined) : [];
  if (open.length === 0) return [{trial, arm: '(none running)', slotsEnded, slotsPlanned}];
  return open.map(({slot, arm, readyAt, alerts}) => {
    const {endsAt} = slots.find(planned => planned.slot === slot) ?? {};
    return {trial, slot, arm, readyAt, endsAt, alerts, slotsEnded, slotsPlanned};
  });
}
