import {describe, expect, it} from 'vitest';
import {houseRules} from './house-rules.ts';
import {readSources} from './sources.ts';

const sources = readSources();

describe('the house', () => {
  it('was read whole', () => {
    const paths = sources.map(({path}) => path);
    expect(paths).toContain('harness/main.ts');
    expect(paths).toContain('demo/make-captures.ts');
    expect(sources.flatMap(({imports}) => imports).length).toBeGreaterThan(sources.length);
  });

  it.each(Object.entries(houseRules))('%s', (_claim, breaking) => {
    // what breaks the rule stands in the difference, with what to do about it
    expect(breaking(sources)).toEqual([]);
  });
});
