import type {LoadedRule, RuleOverlap} from '../domain/rule.ts';

/** Compares the enabled rules of two arms. Of several rules of one id the last counts. */
export function overlapOf(a: readonly LoadedRule[], b: readonly LoadedRule[]): RuleOverlap {
  const textsOfA = new Map(a.map(rule => [idOf(rule), rule.textDigest]));
  const textsOfB = new Map(b.map(rule => [idOf(rule), rule.textDigest]));
  const shared = [...textsOfA].filter(([id]) => textsOfB.has(id));
  const sameText = shared.filter(([id, digest]) => textsOfB.get(id) === digest).length;
  return {
    shared: shared.length,
    onlyA: textsOfA.size - shared.length,
    onlyB: textsOfB.size - shared.length,
    sameText,
    sharedOtherText: shared.length - sameText,
    same: sameSet(new Set(a.map(rule => rule.textDigest)), new Set(b.map(rule => rule.textDigest))),
  };
}

const idOf = ({gid, sid, rev}: LoadedRule): string => `${gid}:${sid}:${rev}`;

const sameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every(text => b.has(text));

/** Every two arms, in their order. */
export const overlapsOf = (
  loaded: readonly {readonly arm: string; readonly rules: readonly LoadedRule[]}[],
): (RuleOverlap & {readonly a: string; readonly b: string})[] =>
  loaded.flatMap(({arm: a, rules: left}, index) =>
    loaded.slice(index + 1).map(({arm: b, rules: right}) => ({a, b, ...overlapOf(left, right)})),
  );
