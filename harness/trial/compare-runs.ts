import type {Figures} from '../answers/figures.ts';
import type {AlertDigest} from '../answers/ports.ts';

/** The facts by which a rerun is compared with the first run. */
export interface RunFacts extends Pick<Figures, 'plan' | 'checked'> {
  readonly digests: readonly AlertDigest[];
}

/** One point in which a rerun differs from its first run. */
export interface Difference {
  readonly arm: string;
  /** `engine version`, `rules enabled`, or `alerts of CAPTURE`. */
  readonly what: string;
  readonly first: string;
  readonly again: string;
}

/** Returns every difference between two runs of one plan; an empty list means that they are identical. */
export function compareRuns(first: RunFacts, again: RunFacts): readonly Difference[] {
  const differences: Difference[] = [];
  const note = (arm: string, what: string, one: unknown, other: unknown): void => {
    if (one !== other)
      differences.push({arm, what, first: String(one ?? 'unknown'), again: String(other ?? 'unknown')});
  };
  for (const arm of first.plan.arms) {
    const other = again.plan.arms.find(({name}) => name === arm.name);
    note(
      arm.name,
      'engine',
      `${arm.engine.kind} ${arm.engine.version}`,
      `${other?.engine.kind} ${other?.engine.version}`,
    );
    note(arm.name, 'default configuration', arm.engine.defaultsDigest, other?.engine.defaultsDigest);
    note(arm.name, 'rules', arm.ruleset?.digest, other?.ruleset?.digest);
    note(arm.name, 'configuration', arm.configDigest, other?.configDigest);
    const [one, two] = [first, again].map(({checked}) => checked.find(rules => rules.arm === arm.name));
    note(arm.name, 'rules loaded', one?.loaded, two?.loaded);
    note(arm.name, 'rules enabled', one?.enabled, two?.enabled);
  }
  const unmatched = new Map(again.digests.map(row => [`${row.arm}\n${row.capture}`, row]));
  for (const row of first.digests) {
    const other = unmatched.get(`${row.arm}\n${row.capture}`);
    unmatched.delete(`${row.arm}\n${row.capture}`);
    if (other?.digest === row.digest) continue;
    const alerts =
      other === undefined ? '0' : `${other.alerts}${other.alerts === row.alerts ? ' others' : ''}`;
    differences.push({
      arm: row.arm,
      what: `alerts of ${row.capture}`,
      first: String(row.alerts),
      again: alerts,
    });
  }
  for (const row of unmatched.values()) {
    differences.push({arm: row.arm, what: `alerts of ${row.capture}`, first: '0', again: String(row.alerts)});
  }
  return differences;
}
