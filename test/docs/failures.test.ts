import {describe, expect, it} from 'vitest';
import {allFailures, describeFailure} from '../../harness/cli/all-failures.ts';
import {samples} from './failure-samples.ts';
import {firstCells, readDoc, sections} from './markdown.ts';

const page = readDoc('docs/failures.md');
const kinds = Object.keys(allFailures);
const topics = sections(page).filter(({level}) => level === 3);
const topicOf = (kind: string) => topics.find(({title}) => title === kind);

describe('docs/failures.md', () => {
  it.each(kinds)('has a heading for %s', kind => {
    expect(topicOf(kind)).toBeDefined();
  });

  it('has no heading for a failure that there is not', () => {
    expect(topics.map(({title}) => title).sort()).toEqual(kinds.toSorted());
  });

  it.each(kinds)('puts %s under its exit code', kind => {
    expect(topicOf(kind)?.within.at(-1)).toMatch(new RegExp(`^Exit code ${allFailures[kind]?.exit}:`));
  });

  it.each(kinds)('tells the cause of %s and what to do about it', kind => {
    expect(topicOf(kind)?.text).toMatch(/^Cause: \S/m);
    expect(topicOf(kind)?.text).toMatch(/^Remedy: \S/m);
  });

  it('has every exit code from 0 to 8 in its table', () => {
    expect(firstCells(page)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8']);
  });
});

describe('a failure', () => {
  it('is shown here with facts, each of them', () => {
    expect(samples.map(({kind}) => kind).sort()).toEqual(kinds.toSorted());
  });

  it.each(samples)('$kind says what to do next', failure => {
    expect(describeFailure(failure).message).toMatch(NEXT_STEP);
  });

  it.each(samples)('$kind tells all that is known, in words', failure => {
    const {message} = describeFailure(failure);
    expect(message).not.toMatch(/undefined|\[object|NaN/);
    expect(message.trim()).toBe(message);
  });

  it.each(samples)('$kind ends with an exit code that is explained', failure => {
    expect(firstCells(page)).toContain(String(describeFailure(failure).exit));
  });
});

/** A command to type, a thing to do, or what would have been right. */
const NEXT_STEP = new RegExp(
  [
    'ruletrial [a-z-]+',
    '--state-dir DIR',
    'RULETRIAL_[A-Z_]+',
    '\\b[Ee]xpected\\b',
    '\\b(Get|Use|Set|Check|Fix|Try|Open|Compare|Remove|Rename|rename|Restore|Copy|Free|Save|Wait|Run|Next try|Known|Arms|Its logs|Did you mean|check whether)\\b',
  ].join('|'),
);
