import {plural} from '../analysis/flag-words.ts';
import type {PartReport, TrialReport} from '../analysis/trial-report.ts';
import {type Block, type Document, heading, text} from '../document/document.ts';
import {isoSeconds} from '../domain/time.ts';
import type {Limits} from './limits.ts';
import {acrossSection} from './tell-across.ts';
import {armsSection} from './tell-arms.ts';
import {captureSection} from './tell-captures.ts';
import {firedSection, referencesOf} from './tell-fired.ts';
import {tellIdentity} from './tell-identity.ts';
import {listedSection} from './tell-listed.ts';
import {liveSection} from './tell-live.ts';
import {gateSection, overlapSection} from './tell-overlaps.ts';

/** Limits for people; CSV and JSON have every row. */
const PAGE: Limits = {rows: 200, rules: 10, times: false};
const ALL: Limits = {rows: Number.POSITIVE_INFINITY, rules: Number.POSITIVE_INFINITY, times: true};

/** The same traffic first: there the arms can be compared. */
const TELLING_ORDER = ['same-traffic', 'live'] as const;

/** A trial's report as a document. `all`: every row, for programs. */
export function tellTrial(report: TrialReport, all = false): Document {
  const limits = all ? ALL : PAGE;
  const parts = partsInOrder(report);
  return {
    title: `Trial ${report.trial.name}`,
    subtitle: subtitle(report),
    blocks: [
      ...report.flags.map(flag => text(flag.severity, flag.text)),
      ...(parts.length > 1 ? [] : parts.flatMap(flagsOf)),
      ...overlapSection(report),
      ...parts.flatMap(part => tellPart(part, report, limits)),
      ...tellIdentity(report),
      ...gateSection(report),
    ],
  };
}

/** The parts in the order of the report: the one whose arms can be compared comes first. */
export const partsInOrder = ({parts}: TrialReport): readonly PartReport[] =>
  parts.toSorted((a, b) => TELLING_ORDER.indexOf(a.part) - TELLING_ORDER.indexOf(b.part));

const flagsOf = ({flags}: PartReport): Block[] => flags.map(flag => text(flag.severity, flag.text));

/** One part of the report; if there are several, under its own heading, with tables named after it. */
function tellPart(part: PartReport, report: TrialReport, limits: Limits): Block[] {
  const sections = [
    ...armsSection(part, report),
    ...acrossSection(part, limits),
    ...firedSection(part, limits),
    ...referencesOf(part, limits),
    ...listedSection(part, limits),
    ...captureSection(part, limits),
    ...liveSection(part, limits),
  ];
  if (report.parts.length === 1) return sections;
  const {title, about} = PART_WORDS[part.part];
  return [heading(1, title), text('note', about), ...flagsOf(part), ...sections.map(of(part.part))];
}

/** What a part is called, and how to read it. */
export const PART_WORDS = {
  'same-traffic': {
    title: 'Same traffic',
    about: 'Every ruleset read the same traffic: compare the rulesets by these figures.',
  },
  live: {title: 'Live', about: 'What each ruleset saw while it was running.'},
} as const;

/** Names and captions of tables are unique in a document. */
const of =
  (part: PartReport['part']) =>
  (block: Block): Block => {
    if (block.block === 'heading') return {...block, level: 2};
    if (block.block !== 'table') return block;
    return {
      ...block,
      name: `${part}-${block.name}`,
      caption: `${block.caption} (${PART_WORDS[part].title.toLowerCase()})`,
    };
  };

function subtitle({trial, arms, parts}: TrialReport): string {
  const state = trial.sealedAt === undefined ? 'not sealed' : `sealed ${isoSeconds(trial.sealedAt)}`;
  const what = [plural(arms.length, 'arm'), ...parts.flatMap(partWords)].join(', ');
  return `${trial.kind}, ${what}; created ${isoSeconds(trial.createdAt)}, ${state}; ${trial.madeBy}`;
}

function partWords({part, captures, live}: PartReport): string[] {
  if (live) {
    const slots = new Set(live.slots.map(({slot}) => slot)).size;
    return [`${plural(slots, 'slot')} ${live.interface ? `on ${live.interface}` : 'played from captures'}`];
  }
  return part === 'same-traffic' ? [plural(captures.length, 'capture')] : ['imported logs'];
}
