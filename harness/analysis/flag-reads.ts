import type {PartFigures} from '../answers/figures.ts';
import {plural} from '../domain/plural.ts';
import type {TrialPlan} from '../domain/trial.ts';
import {type EventQueue, eventQueueOf} from '../engine/event-queue.ts';
import {NAMED, named} from './flag-text.ts';
import type {Flag} from './trial-report.ts';

/** Returns flags for traffic that an engine counts as analyzed but did not fully inspect or report. */
export const packetFlags = (figures: PartFigures): Flag[] => [
  ...cutWhenCaptured(figures),
  ...discarded(figures),
  ...unusable(figures),
  ...eventsCut(figures),
];

/** Flags captures whose packets were truncated by a small snaplen when they were captured. */
function cutWhenCaptured({plan}: PartFigures): Flag[] {
  const cut = plan.captures.filter(({cutPackets = 0}) => cutPackets > 0);
  if (cut.length === 0) return [];
  const packets = cut.reduce((sum, {cutPackets = 0}) => sum + cutPackets, 0);
  const each = cut.map(({path, cutPackets, packets: all}) => `${path} (${cutPackets} of ${all} packets)`);
  const text =
    `${plural(packets, 'packet')} in ${plural(cut.length, 'capture')} ${packets === 1 ? 'was' : 'were'} truncated when captured ` +
    `(small snaplen), and Snort drops most such packets without inspection. Capture with tcpdump -s 0: ${named(each)}`;
  return [{flag: 'packets-cut', severity: 'warning', text}];
}

/** Flags packets that the decoder discarded; there is a single flag if it is the same in every arm. */
function discarded({arms}: PartFigures): Flag[] {
  const text = (n: number) =>
    `Snort's decoder discarded ${plural(n, 'truncated or malformed packet')}: counted as analyzed, but not inspected by text rules`;
  const flag = {flag: 'packets-discarded', severity: 'note'} as const;
  const counts = new Set(arms.map(arm => arm.discarded ?? 0));
  const [only = 0] = counts;
  if (counts.size === 1) return only === 0 ? [] : [{...flag, text: text(only)}];
  return arms.flatMap(({arm, discarded: n}) => (n ? [{...flag, arm, text: `${arm}: ${text(n)}`}] : []));
}

function unusable({plan: {unusable: files = []}}: PartFigures): Flag[] {
  return files.length === 0
    ? []
    : [
        {
          flag: 'capture-unreadable',
          severity: 'warning',
          text: `${plural(files.length, 'file')} could not be opened, so no arm read ${files.length === 1 ? 'it' : 'them'}: ${named(files.map(({path, reason}) => `${path} (${reason})`))}`,
        },
      ];
}

/** Flags events that raised no alert because one of Snort's queues was full. */
const eventsCut = ({arms}: PartFigures): Flag[] =>
  arms.flatMap(({arm, eventsCut: n}) =>
    n
      ? [
          {
            flag: 'events-cut',
            severity: 'warning',
            arm,
            text: `${arm}: Snort's event queues dropped at least ${plural(n, 'event')}, for which no alert was logged`,
          },
        ]
      : [],
  );

const QUEUES: Readonly<Record<EventQueue, string>> = {
  all: 'all of them',
  snort: "as many as Snort's own queue allows, three by default",
  tweaks: 'as many as event_queue in its tweaks allows',
};

/** Flags arms that log different shares of the events of a packet. */
export function eventQueuesDiffer(plan: TrialPlan): Flag[] {
  const queues = plan.arms.flatMap(({name, settings}) =>
    settings ? [{name, queue: eventQueueOf(settings)}] : [],
  );
  if (new Set(queues.map(({queue}) => queue)).size < 2) return [];
  const list = queues.slice(0, NAMED).map(({name, queue}) => `${name}: ${QUEUES[queue]}`);
  return [
    {
      flag: 'event-queues-differ',
      severity: 'warning',
      text: `The arms log different shares of the events of a packet (${list.join('; ')}), so differences may come from the event queue.`,
    },
  ];
}
