import type {LiveReport} from '../analysis/live-schema.ts';
import type {TrialReport} from '../analysis/trial-report.ts';
import {type Document, text} from '../document/document.ts';
import {isoSeconds} from '../domain/time.ts';
import {acrossSection} from './tell-across.ts';
import {armsSection} from './tell-arms.ts';
import {captureSection} from './tell-captures.ts';
import {firedSection, referencesOf} from './tell-fired.ts';
import {tellIdentity} from './tell-identity.ts';
import {listedSection} from './tell-listed.ts';
import {liveSection} from './tell-live.ts';
import {gateSection, overlapSection} from './tell-overlaps.ts';
import {pairedSection} from './tell-paired.ts';

/** Rows of the longest tables in a document; CSV and JSON hold all. */
const TOP_RULES = 10;
const MOST_ROWS = 200;

/** `all`: every row, for files that are read by programs. */
export function tellTrial(report: TrialReport, all = false): Document {
  const {trial} = report;
  const limit = all ? Number.POSITIVE_INFINITY : MOST_ROWS;
  return {
    title: `Trial ${trial.name}`,
    subtitle: subtitle(report),
    blocks: [
      ...report.flags.map(flag => text(flag.severity, flag.text)),
      ...overlapSection(report),
      ...armsSection(report),
      ...acrossSection(report, limit),
      ...firedSection(report, all ? limit : TOP_RULES, all),
      ...referencesOf(report, limit),
      ...listedSection(report, limit),
      ...captureSection(report, limit),
      ...liveSection(report, limit),
      ...pairedSection(report, limit, all),
      ...tellIdentity(report),
      ...gateSection(report),
    ],
  };
}

function subtitle({trial, arms, live}: TrialReport): string {
  const what = live ? liveWords(trial.kind, live, arms.length) : otherWords(trial, arms.length);
  const state = trial.sealedAt === undefined ? 'not sealed' : `sealed ${isoSeconds(trial.sealedAt)}`;
  return `${what}; made ${isoSeconds(trial.createdAt)}, ${state}; ${trial.madeBy}`;
}

const number = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;

const otherWords = ({kind, captures}: TrialReport['trial'], arms: number): string =>
  kind === 'replay'
    ? `${number(captures, 'capture')} through ${number(arms, 'arm')}`
    : `${number(arms, 'arm')}, logs of other runs`;

const liveWords = (kind: string, live: LiveReport, arms: number): string =>
  `${kind}, ${number(arms, 'arm')}, ${number(new Set(live.slots.map(({slot}) => slot)).size, 'slot')} on ${live.interface ?? 'played captures'}`;
