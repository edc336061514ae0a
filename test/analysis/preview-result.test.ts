import {describe, expect, it} from 'vitest';
import {previewResult} from '../../harness/analysis/preview-result.ts';

describe('what a planned rotating trial can find out', () => {
  it('is nothing over three rotations, and the sentence says how many could', () => {
    expect(previewResult({rotations: 3, arms: 3, order: 'random'})).toEqual({
      sentence: '3 rotations can decide nothing about alert rates; 7 rotations are the fewest that can.',
    });
  });

  it('is a ratio that gets smaller with more rotations and larger with more arms', () => {
    const ratio = (rotations: number, arms: number) =>
      previewResult({rotations, arms, order: 'random'})?.smallestRatio ?? 0;
    expect(ratio(10, 2)).toBeGreaterThan(ratio(20, 2));
    expect(ratio(20, 2)).toBeGreaterThan(ratio(30, 2));
    expect(ratio(20, 5)).toBeGreaterThan(ratio(20, 2));
    expect(ratio(30, 2)).toBeGreaterThan(1.4);
    expect(ratio(30, 2)).toBeLessThan(1.9);
  });

  it('names the rotation from which on a result is possible, as the judgement does', () => {
    const preview = previewResult({rotations: 10, arms: 2, order: 'random'});
    expect(preview?.possibleFrom).toBe(7);
    expect(preview?.sentence).toMatch(
      /^A result about alert rates is possible from rotation 7 of 10 on\. A ratio of 2\.\d is found with a chance of 80 %/,
    );
  });

  it('is no test where the order is not drawn, and nothing with one arm', () => {
    expect(previewResult({rotations: 10, arms: 2, order: 'declared'})?.sentence).toContain(
      '(order: declared)',
    );
    expect(previewResult({rotations: 101, arms: 2, order: 'random'})?.sentence).toContain(
      'more than 100 rotations',
    );
    expect(previewResult({rotations: 10, arms: 1, order: 'random'})).toBeUndefined();
  });
});
