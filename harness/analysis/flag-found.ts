import type {RulesFound} from '../answers/rules-found.ts';
import {joined, plural} from '../domain/plural.ts';
import {shortDigest} from '../domain/snapshot.ts';
import type {Flag} from './trial-report.ts';

/** Returns the flag that says in which snapshots the rules of an arm of imported logs were found, and whether that can be right. */
export function foundFlags(arm: string, found: RulesFound): Flag[] {
  if (found.named) return [namedFlag(arm, found)];
  if (found.found === 0) return [];
  return [{flag: 'rules-matched', severity: 'note', arm, text: `${arm}: ${matchedText(found)}`}];
}

const shown = ({name, digest}: RulesFound['snapshots'][number]): string => `${name} (${shortDigest(digest)})`;

const isOrAre = (n: number): string => `${n} ${n === 1 ? 'is' : 'are'}`;

function foundOfFired({found, fired}: RulesFound): string {
  if (found === 0) return `none of the ${fired === 1 ? '' : `${fired} `}rules that fired`;
  if (found < fired) return `${found} of the ${plural(fired, 'rule')} that fired`;
  return fired === 1 ? 'the rule that fired' : `all ${fired} rules that fired`;
}

function matchedText(found: RulesFound): string {
  const [first, ...others] = found.snapshots;
  const where =
    first && others.length === 0
      ? `snapshot ${shown(first)}`
      : `snapshots ${found.snapshots.map(one => `${shown(one)}: ${one.rules}`).join(', ')}`;
  return (
    `${foundOfFired(found)} ${found.found === 1 ? 'was' : 'were'} matched by gid:sid:rev in ${where}. Messages, classes, ` +
    'priorities and references that its logs lack come from there. Which rules it enabled is unknown; ' +
    'name its snapshot with ingest --snapshot.'
  );
}

function namedFlag(arm: string, found: RulesFound): Flag {
  const [snapshot] = found.snapshots;
  const name = `${arm}: snapshot ${snapshot ? shown(snapshot) : 'unknown'} was named with ingest --snapshot`;
  const doubt = doubtText(found);
  const text = found.fired === 0 ? `${name}; no rule fired.` : `${name}; it contains ${foundOfFired(found)}`;
  if (doubt !== undefined)
    return {flag: 'snapshot-doubtful', severity: 'warning', arm, text: `${text}${doubt}`};
  const builtin = found.fired - found.found;
  const rest = builtin > 0 ? `; ${isOrAre(builtin)} builtin` : '';
  return {flag: 'snapshot-named', severity: 'note', arm, text: found.fired === 0 ? text : `${text}${rest}.`};
}

/** Says why the named snapshot may be the wrong one; undefined if nothing speaks against it. */
function doubtText({found, missing, otherRevision, disabled}: RulesFound): string | undefined {
  if (found === 0 && missing > 0) return ', so it is probably the wrong one.';
  const reasons = [
    ...(missing > 0 ? [`${isOrAre(missing)} not in it`] : []),
    ...(otherRevision > 0 ? [`${otherRevision} fired in another revision`] : []),
    ...(disabled > 0 ? [`${isOrAre(disabled)} disabled in it`] : []),
  ];
  return reasons.length === 0
    ? undefined
    : `; ${joined(reasons, 'and')}. The logs may come from another snapshot or policy.`;
}
