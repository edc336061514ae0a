import type {TrialReport} from '../analysis/trial-report.ts';
import {type Document, text} from '../document/document.ts';
import {sideBySide} from './tell-arms.ts';
import {PART_WORDS, partsInOrder, subtitle} from './tell-trial.ts';

/** Flags and arms that a summary shows; the report has all of them. */
const SHOWN = {flags: 3, arms: 6};

/**
 * What a command says when its trial is over: the arms side by side where they can be compared, and the first warnings.
 * At most twenty lines on a terminal of 80 columns or more.
 */
export function tellSummary(report: TrialReport): Document {
  const [main, ...others] = partsInOrder(report);
  const {title, about} = PART_WORDS[main?.part ?? 'live'];
  const flags = [...report.flags, ...(main?.flags ?? [])].filter(({severity}) => severity === 'warning');
  const shown = flags.slice(0, SHOWN.flags);
  const more = flags.length - shown.length;
  return {
    title: `Trial ${report.trial.name}`,
    subtitle: subtitle(report),
    blocks: [
      ...(others.length > 0 ? [text('note', `${title}: ${about}`)] : []),
      ...shown.map(flag => text(flag.severity, flag.text)),
      ...(more > 0
        ? [text('note', `${more} more ${more === 1 ? 'warning' : 'warnings'} in the report`)]
        : []),
      ...(main ? [sideBySide(main, report, SHOWN.arms)] : []),
    ],
  };
}
