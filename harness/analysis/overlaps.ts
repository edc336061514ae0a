import type {Figures} from '../answers/figures.ts';
import type {PlanArm} from '../domain/trial.ts';
import type {TrialReport} from './trial-report.ts';

interface Arms {
  readonly arms: readonly PlanArm[];
}

/** Says for every two arms how many of their loaded rules they share, and whether they load the same rules. */
export const judgeOverlaps = ({
  overlaps,
  plan,
}: Pick<Figures, 'overlaps'> & {readonly plan: Arms}): TrialReport['overlaps'] =>
  overlaps.map(({a, b, same, ...counts}) => ({
    a,
    b,
    ...counts,
    same: same && listsOf(a, plan) === listsOf(b, plan),
  }));

/** Identifies an arm's blocklists and their mode: arms whose lists differ do not load the same rules. */
function listsOf(arm: string, {arms}: Arms): string {
  const found = arms.find(({name}) => name === arm);
  const lists = found?.ruleset?.files.filter(({kind}) => kind === 'list') ?? [];
  return lists.length === 0 ? '' : [found?.settings?.list, ...lists.map(({sha256}) => sha256)].join(' ');
}
