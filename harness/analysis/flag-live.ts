import type {LiveFigures} from '../answers/live-figures.ts';
import {plural} from '../domain/plural.ts';
import type {TrialPlan} from '../domain/trial.ts';
import type {Flag} from './trial-report.ts';

/**
 * Returns the flags of a live trial: what you must know before you compare its arms. `hasSameTraffic` says whether traffic
 * was replayed through every arm.
 */
export function liveFlags(
  {slots, runs, outages}: LiveFigures,
  plan: TrialPlan,
  hasSameTraffic: boolean,
): Flag[] {
  const flags: Flag[] = [];
  const warn = (flag: Flag['flag'], text: string, arm?: string): void => {
    flags.push({flag, severity: 'warning', text, ...(arm === undefined ? {} : {arm})});
  };
  if (plan.kind === 'rotating') {
    const text = `Each ruleset ran at a different time. Do not compare these totals${hasSameTraffic ? '; see Same traffic' : ': the traffic was not the same'}.`;
    flags.push({flag: 'other-traffic', severity: 'note', text});
  }
  const lost = new Set(
    slots.filter(({state}) => state === 'missed' || state === 'abandoned').map(({slot}) => slot),
  );
  if (lost.size > 0)
    warn('slots-missed', `${plural(lost.size, 'slot')} had no engine. The reasons are listed below.`);
  const failed = runs.filter(
    ({outcome}) => outcome === 'exited-early' || outcome === 'hung' || outcome === 'never-ready',
  );
  if (failed.length > 0)
    warn('engine-failed', `${plural(failed.length, 'engine')} failed. The outcomes are listed below.`);
  for (const outage of outages.filter(({expected}) => !expected)) warn('outage', outage.reason);
  for (const arm of plan.arms) {
    const own = runs.filter(run => run.arm === arm.name && run.alertsLost !== undefined);
    const missing = own.reduce((sum, run) => sum + Math.max(0, run.alertsLost ?? 0), 0);
    if (missing > 0)
      warn(
        'alerts-lost',
        `${arm.name}: Snort says it logged ${plural(missing, 'alert')} more than its logs held.`,
        arm.name,
      );
  }
  return flags;
}
