import {describe, expect, it} from 'vitest';
import {PARTS} from '../../harness/answers/parts.ts';
import {trialPlanSchema} from '../../harness/domain/trial.ts';
import {readDoc} from './markdown.ts';

const page = readDoc('docs/glossary.md');
const words = [...page.matchAll(/^\| ([^|]+?) +\|/gm)]
  .map(([, cell = '']) => cell)
  .filter(cell => cell !== 'word' && !cell.startsWith('---'))
  .flatMap(cell => cell.split(', '));

/** The words that every reader of code or reports meets. */
const WORDS = [
  ...['trial', 'seal', 'part', 'arm', 'baseline', 'rotation', 'slot', 'run', 'setup', 'load', 'warm-up'],
  ...['handover', 'blind time', 'outcome', 'recover', 'sensor', 'capture', 'recording', 'engine', 'playback'],
  ...[
    'packet thread',
    'ruleset',
    'source',
    'snapshot',
    'manifest',
    'catalogue',
    'gate',
    'policy',
    'rule state',
  ],
  ...[
    'rule id',
    'classtype',
    'oinkcode',
    'alert',
    'alert log',
    'reject',
    'ingest',
    'cursor',
    'notice',
    'flag',
  ],
  ...['conductor', 'failure', 'demo'],
];

describe('docs/glossary.md', () => {
  it.each(WORDS)('explains %s', word => expect(words).toContain(word));

  it('explains no word twice', () => expect(new Set(words).size).toBe(words.length));

  it('names every part and every kind of trial', () => {
    for (const name of [...PARTS, ...trialPlanSchema.shape.kind.options])
      expect(page).toContain(`\`${name}\``);
  });

  it.each(['README.md', 'CONTRIBUTING.md'])('is linked from %s', path => {
    expect(readDoc(path)).toContain('docs/glossary.md');
  });
});
