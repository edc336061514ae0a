import type {PartFigures} from '../answers/figures.ts';
import {plural} from '../domain/plural.ts';
import {NAMED, named} from './flag-text.ts';
import type {Flag} from './trial-report.ts';

/** Returns a flag that says how many more there are, if not all were listed. */
function restOf(found: number, flag: Flag['flag'], what: string): Flag[] {
  return found > NAMED ? [{flag, severity: 'warning', text: `and ${found - NAMED} more ${what}`}] : [];
}

/** Flags captures of which the arms analyzed different numbers of packets: they did not inspect the same traffic. */
export function packetsDiffer(figures: PartFigures, sealedAt: number | undefined): Flag[] {
  const byCapture = new Map<string, Map<string, number>>();
  for (const {arm, capture, analyzed} of figures.captures) {
    if (analyzed === undefined) continue;
    const arms = byCapture.get(capture) ?? new Map<string, number>();
    byCapture.set(capture, arms.set(arm, analyzed));
  }
  const differing = [...byCapture].filter(([, arms]) => new Set(arms.values()).size > 1);
  const flags = differing.slice(0, NAMED).map(
    ([capture, arms]): Flag => ({
      flag: 'packets-differ',
      severity: 'warning',
      text: `${capture}: the arms analyzed different numbers of packets (${[...arms].map(([arm, n]) => `${arm} ${n}`).join(', ')})`,
    }),
  );
  flags.push(
    ...restOf(differing.length, 'packets-differ', 'captures whose packet counts differ between arms'),
  );
  const totals = new Set(figures.arms.flatMap(({analyzed}) => (analyzed === undefined ? [] : [analyzed])));
  if (flags.length === 0 && totals.size > 1 && sealedAt !== undefined) {
    const list = figures.arms.map(({arm, analyzed}) => `${arm} ${analyzed ?? 'unknown'}`).join(', ');
    flags.push({
      flag: 'packets-differ',
      severity: 'warning',
      text: `The arms analyzed different numbers of packets in total (${list}).`,
    });
  }
  return flags;
}

/** Flags captures that an engine could not read; there is a single flag if it is the same in every arm. */
export function unreadable({arms}: PartFigures): Flag[] {
  const counts = arms.map(arm => arm.capturesUnreadable);
  const text = (n: number) =>
    `Snort could not read ${plural(n, 'capture')} completely. ${n === 1 ? 'It is' : 'They are'} listed below.`;
  const [first = 0] = counts;
  const flag = {flag: 'capture-unreadable' as const, severity: 'warning' as const};
  if (counts.every(n => n === first)) return first === 0 ? [] : [{...flag, text: text(first)}];
  return arms.flatMap(({arm}, index) =>
    counts[index] ? [{...flag, arm, text: `${arm}: ${text(counts[index])}`}] : [],
  );
}

/** Flags captures that one arm could read and another could not. */
export function readsDiffer(figures: PartFigures): Flag[] {
  const problems = new Map<string, (string | undefined)[]>();
  for (const {capture, problem} of figures.captures)
    problems.set(capture, [...(problems.get(capture) ?? []), problem]);
  const differing = [...problems].filter(
    ([, found]) => found.some(one => one === undefined) && found.some(one => one !== undefined),
  );
  const flags = differing.slice(0, NAMED).map(
    ([capture]): Flag => ({
      flag: 'reads-differ' as const,
      severity: 'warning' as const,
      text: `${capture}: some arms could read it and others could not.`,
    }),
  );
  return [...flags, ...restOf(differing.length, 'reads-differ', 'captures that only some arms could read')];
}

/** Flags abandoned processes and names every capture of each, since it is unknown which of them crashed it. */
export function abandonedUnits({failedUnits}: PartFigures): Flag[] {
  return failedUnits
    .filter(({abandoned}) => abandoned)
    .map(({arm, captures, attempts, endReason}) => {
      const [only = ''] = captures;
      const what =
        captures.length === 1
          ? `${only} was abandoned after ${attempts} attempts`
          : `one process for ${plural(captures.length, 'capture')} was abandoned after ${attempts} attempts, so none of them was read`;
      const last = endReason ?? 'the engine printed nothing';
      const list = captures.length > 1 ? `. They are: ${named(captures)}` : '';
      return {
        flag: 'unit-abandoned' as const,
        severity: 'warning' as const,
        arm,
        text: `${arm}: ${what}: ${last}${list}`,
      };
    });
}
