import type {TrialPlan} from '../domain/trial.ts';
import {plural} from './flag-words.ts';
import type {LiveFigures} from './live-figures.ts';
import type {Flag} from './trial-report.ts';

/** What a reader must know of a live trial before comparing its arms. */
export function aboutLive({slots, runs, outages}: LiveFigures, plan: TrialPlan): Flag[] {
  const flags: Flag[] = [];
  const warn = (flag: Flag['flag'], text: string, arm?: string): void => {
    flags.push({flag, severity: 'warning', text, ...(arm === undefined ? {} : {arm})});
  };
  if (plan.kind === 'rotating') {
    const text = 'each arm saw the traffic of its own slots alone: a difference in totals may be one of days';
    flags.push({flag: 'other-traffic', severity: 'note', text});
  }
  const lost = new Set(
    slots.filter(({state}) => state === 'missed' || state === 'given-up').map(({slot}) => slot),
  );
  if (lost.size > 0)
    warn('slots-missed', `${plural(lost.size, 'slot')} had no engine; each is told below with its reason`);
  const failed = runs.filter(
    ({outcome}) => outcome === 'exited-early' || outcome === 'hung' || outcome === 'never-ready',
  );
  if (failed.length > 0)
    warn(
      'engine-failed',
      `${plural(failed.length, 'engine')} ended before its time; each is told below with its outcome`,
    );
  for (const outage of outages.filter(({expected}) => !expected)) warn('outage', outage.reason);
  for (const arm of plan.arms) {
    const own = runs.filter(run => run.arm === arm.name && run.alertsLost !== null);
    const missing = own.reduce((sum, run) => sum + Math.max(0, run.alertsLost ?? 0), 0);
    if (missing > 0)
      warn(
        'alerts-lost',
        `${arm.name}: its engines say that they logged ${plural(missing, 'alert')} more than their logs held`,
        arm.name,
      );
  }
  return flags;
}
