import type {PartReport, TrialReport} from '../analysis/trial-report.ts';
import {type Block, type Document, text} from '../document/document.ts';
import {plural} from '../domain/plural.ts';
import {sideBySide, silentArms} from './arms-section.ts';
import {foundTable} from './choice-section.ts';
import {partsInOrder} from './part-order.ts';
import {aboutPart} from './trial-document.ts';

/** Maximum numbers of flags and arms in a summary. The report shows all of them. */
const SHOWN = {flags: 1, arms: 5};

/**
 * Makes the summary that a command prints when a trial has finished: the first warning and how many more there are, and the arms side by side. It has
 * at most twenty lines on a terminal of 80 columns or more.
 */
export function summaryDocument(report: TrialReport): Document {
  const [shownPart] = partsInOrder(report);
  const flags = [...report.flags, ...(shownPart?.flags ?? [])].filter(({severity}) => severity === 'warning');
  const shownFlags = flags.slice(0, SHOWN.flags);
  const more = flags.length - shownFlags.length;
  return {
    title: `Trial ${report.trial.name}`,
    subtitle: [
      `${report.trial.kind}, ${plural(report.arms.length, 'arm')}.`,
      ...aboutFigures(report, shownPart),
    ].join(' '),
    blocks: [
      ...shownFlags.map(flag => text(flag.severity, flag.text)),
      ...(more > 0 ? [text('note', `${plural(more, 'more warning')} in the report`)] : []),
      ...(shownPart ? [summaryTable(shownPart, report), ...silentArms(shownPart, report).slice(0, 1)] : []),
    ],
  };
}

/** Makes the one table of the summary: in flows where the arms read the same traffic. */
const summaryTable = (part: PartReport, report: TrialReport): Block =>
  part.flows.length > 1 ? foundTable(part, report, SHOWN.arms) : sideBySide(part, report, SHOWN.arms);

/** Says how the figures came about. Those of the part `same-traffic` of a live trial come from a replay, not from its live runs. */
function aboutFigures({trial, parts}: TrialReport, shownPart: PartReport | undefined): string[] {
  if (!shownPart) return [];
  const isReplayOfLive = trial.kind !== 'replay' && parts.length > 1 && shownPart.part === 'same-traffic';
  if (isReplayOfLive) return ['These figures are from replaying the traffic of the slots through every arm.'];
  return [aboutPart(shownPart)];
}
