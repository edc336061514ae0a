import type {TrialReport} from '../analysis/trial-report.ts';
import {type Document, text} from '../document/document.ts';
import {isoSeconds} from '../domain/time.ts';
import {acrossSection} from './tell-across.ts';
import {armsSection} from './tell-arms.ts';
import {captureSection} from './tell-captures.ts';
import {firedSection, referencesOf} from './tell-fired.ts';
import {tellIdentity} from './tell-identity.ts';
import {gateSection, overlapSection} from './tell-overlaps.ts';

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
      ...captureSection(report, limit),
      ...tellIdentity(report),
      ...gateSection(report),
    ],
  };
}

function subtitle({trial, arms}: TrialReport): string {
  const what =
    trial.kind === 'replay'
      ? `${number(trial.captures, 'capture')} through ${number(arms.length, 'arm')}`
      : `${number(arms.length, 'arm')}, logs of other runs`;
  const state = trial.sealedAt === undefined ? 'not sealed' : `sealed ${isoSeconds(trial.sealedAt)}`;
  return `${what}; made ${isoSeconds(trial.createdAt)}, ${state}; ${trial.madeBy}`;
}

const number = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;
