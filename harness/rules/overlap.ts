/** An enabled rule of an arm. */
export interface LoadedRule {
  readonly gid: number;
  readonly sid: number;
  readonly rev: number;
  /** Of `normalText` of its text. */
  readonly textDigest: string;
}

/** How many rules two arms share, by rule id `gid:sid:rev`. */
export interface RuleOverlap {
  readonly shared: number;
  readonly onlyA: number;
  readonly onlyB: number;
  /** Of the shared: those whose texts are equal. */
  readonly sameText: number;
  /** Of the shared: the others. */
  readonly sharedOtherText: number;
  /** Both have the same set of texts. */
  readonly same: boolean;
}

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
