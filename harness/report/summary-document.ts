import {plural} from '../analysis/flag-text.ts';
import type {PartReport, TrialReport} from '../analysis/trial-report.ts';
import {type Document, text} from '../document/document.ts';
import {sideBySide} from './arms-section.ts';
import {PART_TEXTS, partsInOrder} from './trial-document.ts';

/** Maximum numbers of flags and arms in a summary. The report shows all of them. */
const SHOWN = {flags: 1, arms: 5};

/**
 * Makes the summary that a command prints when a trial has finished: the first warnings, and the arms side by side. It has
 * at most twenty lines on a terminal of 80 columns or more.
 */
export function summaryDocument(report: TrialReport): Document {
  const [main] = partsInOrder(report);
  const flags = [...report.flags, ...(main?.flags ?? [])].filter(({severity}) => severity === 'warning');
  const shown = flags.slice(0, SHOWN.flags);
  const more = flags.length - shown.length;
  return {
    title: `Trial ${report.trial.name}`,
    subtitle: `${report.trial.kind}, ${plural(report.arms.length, 'arm')}. ${aboutFigures(report, main)}`,
    blocks: [
      ...shown.map(flag => text(flag.severity, flag.text)),
      ...(more > 0 ? [text('note', `${plural(more, 'more warning')} in the report`)] : []),
      ...(main ? [sideBySide(main, report, SHOWN.arms)] : []),
    ],
  };
}

/** Says how the figures came about; those of a live trial's second part do not come from its slots. */
function aboutFigures({trial, parts}: TrialReport, main: PartReport | undefined): string {
  const isReplayOfLive = trial.kind !== 'replay' && parts.length > 1 && main?.part === 'same-traffic';
  if (isReplayOfLive) return 'These figures are from replaying all recorded traffic through every arm.';
  return PART_TEXTS[main?.part ?? 'live'].about;
}
