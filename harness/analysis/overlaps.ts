import type {PlanArm} from '../domain/trial.ts';
import {overlapOf} from '../rules/overlap.ts';
import type {Figures} from './figures.ts';
import type {TrialReport} from './trial-report.ts';

interface OverlapsOf extends Pick<Figures, 'loaded'> {
  readonly plan: {readonly arms: readonly PlanArm[]};
}

/** Every two arms: how many of the rules that they load they share, by rule id and by text. */
export function overlapsOf({loaded, plan}: OverlapsOf): TrialReport['overlaps'] {
  return loaded.flatMap(({arm: a, rules: left}, place) =>
    loaded.slice(place + 1).map(({arm: b, rules: right}) => {
      const overlap = overlapOf(left, right);
      return {a, b, ...overlap, same: overlap.same && listsOf(a, plan) === listsOf(b, plan)};
    }),
  );
}

/** The blocklists of an arm and what they do: arms whose lists differ do not load the same. */
function listsOf(arm: string, {arms}: OverlapsOf['plan']): string {
  const found = arms.find(({name}) => name === arm);
  const lists = found?.ruleset?.files.filter(({kind}) => kind === 'list') ?? [];
  return lists.length === 0 ? '' : [found?.settings?.list, ...lists.map(({sha256}) => sha256)].join(' ');
}
