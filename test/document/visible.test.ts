import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {UniqueNames} from '../../harness/document/unique-names.ts';
import {visible} from '../../harness/document/visible.ts';
import {REPEATABLE} from './any-document.ts';

describe('visible', () => {
  it.each([
    ['\u001b[31m', '{ESC}[31m'],
    ['a\nb\r\tc', 'a{LF}b{CR}{TAB}c'],
    ['\u009b2J', '{U+009B}2J'],
    ['\u202eevil\u2069', '{U+202E}evil{U+2069}'],
    ['a\u2028b\u200bc\ufeff\u00ad', 'a{U+2028}b{U+200B}c{U+FEFF}{U+00AD}'],
    ['\u{e0041}\ue000', '{U+E0041}{U+E000}'],
    ['\ufff9a', '{U+FFF9}a'],
    ['\ud800', '{U+D800}'],
    [`e${'\u0301'.repeat(9)}`, `e${'\u0301'.repeat(6)}{+3 marks}`],
  ])('names what is hidden in %j', (given, seen) => {
    expect(visible(given)).toBe(seen);
  });

  it.each(['👩‍💻', '1️⃣', '日本語', 'नमस्ते', 'می‌خواهم', 'plain {text}\u00a0'])('leaves %j as it is', given => {
    expect(visible(given)).toBe(given);
  });

  it('leaves no control and no lone surrogate in any text', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary'}), given => {
        expect(visible(given)).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/u);
      }),
      REPEATABLE,
    );
  });
});

describe('UniqueNames', () => {
  it('gives no name twice, and none that was reserved', () => {
    const names = new UniqueNames(['report']);
    const given = ['Arms', 'arms', 'arms-2', 'Report', '日本語', '../../etc/passwd'].map(words =>
      names.add(words, 'section'),
    );
    expect(given).toEqual(['arms', 'arms-2', 'arms-2-2', 'report-2', 'section', 'etc-passwd']);
  });
});
