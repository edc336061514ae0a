import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {LoadedRule} from '../../harness/domain/rule.ts';
import {overlapOf} from '../../harness/rules/overlap.ts';

const rule = (sid: number, rev = 1, textDigest = `${sid}/${rev}`): LoadedRule => ({
  gid: 1,
  sid,
  rev,
  textDigest,
});

describe('overlapOf', () => {
  it('counts by rule id, revisions apart, and by text', () => {
    const a = [rule(1), rule(2), rule(3), rule(4)];
    const b = [rule(1), rule(2, 1, 'other'), rule(3, 2), rule(5), rule(6)];
    expect(overlapOf(a, b)).toEqual({
      shared: 2,
      onlyA: 2,
      onlyB: 3,
      sameText: 1,
      sharedOtherText: 1,
      same: false,
    });
  });

  it('is the same for equal sets of texts in any order, and for two empty arms', () => {
    expect(overlapOf([rule(1), rule(2)], [rule(2), rule(1), rule(2)])).toMatchObject({shared: 2, same: true});
    expect(overlapOf([], [])).toMatchObject({shared: 0, same: true});
    expect(overlapOf([rule(1)], [rule(1), rule(2)]).same).toBe(false);
  });

  it('mirrors when the arms change places', () => {
    const arm = fc.array(
      fc.tuple(fc.nat(5), fc.nat(1), fc.constantFrom('x', 'y')).map(parts => rule(...parts)),
    );
    fc.assert(
      fc.property(arm, arm, (a, b) => {
        const {onlyA, onlyB, ...rest} = overlapOf(a, b);
        expect(overlapOf(b, a)).toEqual({onlyA: onlyB, onlyB: onlyA, ...rest});
      }),
    );
  });
});
