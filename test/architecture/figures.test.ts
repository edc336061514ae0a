import {describe, expect, it} from 'vitest';
import {readSource, readSources, type Source} from './sources.ts';

/** Files that name the figure; released migrations are history and never change. */
const naming = (sources: readonly Source[]): string[] =>
  sources
    .filter(({path}) => path.startsWith('harness/') && !path.startsWith('harness/sqlite/migrations/'))
    .filter(
      ({identifiers, strings}) =>
        identifiers.has('peakBytes') || strings.some(text => /\b(peakBytes|peak_bytes)\b/.test(text)),
    )
    .map(({path}) => path);

/**
 * Identifiers that mean peak memory and call it otherwise. Strings may: a published column keeps its name, and a label is
 * written for people.
 */
const misspelt = (sources: readonly Source[]): string[] =>
  sources
    .filter(({path}) => path.startsWith('harness/'))
    .flatMap(({path, identifiers}) =>
      [...identifiers]
        .filter(name =>
          /peak_?(mem|ram|rss|kb|kib|size)|(max|top|highest)_?(rss|mem(?!ber))|peak_bytes|bytes_?peak|memory_?peak/i.test(
            name,
          ),
        )
        .map(name => `${path}: ${name}; call it peakBytes`),
    );

describe('the peak memory of a run', () => {
  const sources = readSources();

  it('passes through at most eight files from the process to the report, writing and reading taken together', () => {
    const files = naming(sources);
    expect(files).toContain('harness/process/child-processes.ts');
    expect(files).toContain('harness/report/arms-section.ts');
    expect(files.length, files.join('\n')).toBeLessThanOrEqual(8);
  });

  it('is called peakBytes wherever it passes', () => {
    expect(misspelt(sources)).toEqual([]);
  });

  it('is seen by another name, and in the text of a query', () => {
    const other = readSource(
      'harness/report/x-section.ts',
      'export const of = (arm: {peakMemory: number}) => arm.peakMemory;',
    );
    const query = readSource(
      'harness/sqlite/answers/x.ts',
      'export const X = `SELECT max(peak_bytes) AS n FROM run`;',
    );
    expect(misspelt([other])).toHaveLength(1);
    expect(naming([other, query])).toEqual(['harness/sqlite/answers/x.ts']);
  });
});
