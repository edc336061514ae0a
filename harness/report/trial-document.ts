import type {PartReport, TrialReport} from '../analysis/trial-report.ts';
import {type Block, type Document, foldedHeading, heading, text} from '../document/document.ts';
import {plural} from '../domain/plural.ts';
import {isoSeconds} from '../domain/time.ts';
import {acrossSection} from './across-section.ts';
import {answerSection} from './answer-section.ts';
import {armsSection} from './arms-section.ts';
import {blocklistSection} from './blocklist-section.ts';
import {capturesSection} from './captures-section.ts';
import {firedSection, referencesTable} from './fired-section.ts';
import {gateSection} from './gate-table.ts';
import type {Limits} from './limits.ts';
import {liveSection} from './live-section.ts';
import {overlapSection} from './overlap-section.ts';
import {partsInOrder} from './part-order.ts';
import {setupSection} from './setup-section.ts';

/** Limits for formats that people read. CSV and JSON have every row. */
const PAGE: Limits = {rows: 200, rules: 10, times: false};
const ALL: Limits = {rows: Number.POSITIVE_INFINITY, rules: Number.POSITIVE_INFINITY, times: true};

/** Makes a trial's report. With `all` it has every row, for formats that programs read. */
export function trialDocument(report: TrialReport, all = false): Document {
  const limits = all ? ALL : PAGE;
  const parts = partsInOrder(report);
  return {
    title:
      report.arms.length === 1
        ? `Trial ${report.trial.name}, arm ${report.arms[0]?.name}`
        : `Trial ${report.trial.name}`,
    subtitle: subtitle(report),
    blocks: [
      ...report.flags.map(flag => text(flag.severity, flag.text)),
      ...(parts.length > 1 ? [] : parts.flatMap(flagsOf)),
      ...answerSection(report, limits),
      ...parts.flatMap(part => partBlocks(part, report, limits)),
      ...overlapSection(report),
      ...setupSection(report),
      ...gateSection(report),
    ],
  };
}

const flagsOf = ({flags}: PartReport): Block[] => flags.map(flag => text(flag.severity, flag.text));

/** Makes the blocks of one part. If there are several parts, each gets its own heading, and its tables are named after it. */
function partBlocks(part: PartReport, report: TrialReport, limits: Limits): Block[] {
  const first = armsSection(part, report);
  const details = [
    ...acrossSection(part, report, limits),
    ...firedSection(part, limits),
    ...referencesTable(part, limits),
    ...blocklistSection(part, limits),
    ...capturesSection(part, limits),
    ...liveSection(part, limits),
  ];
  if (report.parts.length === 1) return [...first, ...details];
  return [
    heading(1, PART_TEXTS[part.part].title),
    text('note', aboutPart(part)),
    ...flagsOf(part),
    ...[...first, ...(part.part === 'live' ? details.map(folded) : details)].map(renamedFor(part.part)),
  ];
}

/** Folds a section. Where there is the same traffic, the details of what each arm saw in its own time come second. */
const folded = (block: Block): Block =>
  block.kind === 'heading' ? foldedHeading(block.level, block.text) : block;

/** The title of each part, and a sentence on how to read it. */
const PART_TEXTS = {
  'same-traffic': {
    title: 'Same traffic',
    about: 'Every arm read the same traffic: compare the arms by these figures.',
  },
  live: {title: 'Live', about: 'What each arm saw while it was running.'},
} as const;

/** Says how to read the figures of a part. Arms that have not read the same captures cannot be compared by their totals. */
export function aboutPart({part, arms}: PartReport): string {
  const isUneven = part === 'same-traffic' && new Set(arms.map(({capturesDone}) => capturesDone)).size > 1;
  return isUneven
    ? 'The arms have not all read the same captures: compare them only on captures that every arm read.'
    : PART_TEXTS[part].about;
}

/** Returns a function that adds the name of the part to a table, so that table names stay unique in a document with several parts. */
const renamedFor =
  (part: PartReport['part']) =>
  (block: Block): Block => {
    if (block.kind === 'heading') return {...block, level: 2};
    if (block.kind !== 'table') return block;
    return {
      ...block,
      name: `${part}-${block.name}`,
      caption: `${block.caption} (${PART_TEXTS[part].title.toLowerCase()})`,
    };
  };

function subtitle({trial, arms, parts}: TrialReport): string {
  const state = trial.sealedAt === undefined ? 'not sealed' : `sealed ${isoSeconds(trial.sealedAt)}`;
  const what = [plural(arms.length, 'arm'), ...parts.flatMap(partSummary)].join(', ');
  return `${trial.kind}, ${what}; created ${isoSeconds(trial.createdAt)}, ${state}; ${trial.madeBy}`;
}

function partSummary({part, captures, live}: PartReport): string[] {
  if (live) {
    const slots = new Set(live.slots.map(({slot}) => slot)).size;
    return [
      `${plural(slots, 'slot')}${live.interface ? ` on ${live.interface}` : ', traffic from captures'}`,
    ];
  }
  return part === 'same-traffic' ? [plural(captures.length, 'capture')] : ['imported logs'];
}
