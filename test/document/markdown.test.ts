import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {inline, line} from '../../harness/document/markdown/escape.ts';
import {markdownRenderer} from '../../harness/document/markdown/render-markdown.ts';
import {anyDocument, anyTable, REPEATABLE} from './any-document.ts';
import {written} from './render-all.ts';

/** Cells of a table's row as GitHub cuts them: at pipes that no backslash escapes. */
const cut = (row: string): string[] => row.match(/(?:\\.|[^|\\])+/gsu) ?? [];

const withoutCode = (text: string): string => text.replace(/(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)/g, '');

describe('markdown', () => {
  it.each([
    ['a|b', 'a\\|b'],
    ['a\\|b', 'a\\\\\\|b'],
    ['`x`', '\\`x\\`'],
    ['<b>&amp;', '&lt;b&gt;&amp;amp;'],
    ['*x* _y_ snake_case', '\\*x\\* \\_y\\_ snake_case'],
    ['[x](y) ![i](j)', '\\[x\\](y) !\\[i\\](j)'],
    ['see http://a.example now', 'see `http://a.example` now'],
    ['http://a|b`c', '`http://a`&#124;`` b`c ``'],
    ['www.example.com', '`www.example.com`'],
    ['root@example.com', '`root@example.com`'],
    ['a\nb', 'a{LF}b'],
    ['~~x~~ $y$', '\\~\\~x\\~\\~ \\$y\\$'],
  ])('writes %j as %j', (given, escaped) => {
    expect(inline(given)).toBe(escaped);
  });

  it.each([
    ['# x', '\\# x'],
    ['- x', '\\- x'],
    ['+ x', '\\+ x'],
    ['12. x', '12\\. x'],
    ['3) x', '3\\) x'],
    ['    code', 'code'],
    ['---', '\\---'],
    ['===', '\\==='],
    ['> x', '&gt; x'],
  ])('begins no block with %j', (given, escaped) => {
    expect(line(given)).toBe(escaped);
  });

  it('cuts each row into as many cells as there are columns, for any table', () => {
    fc.assert(
      fc.property(anyTable, table => {
        const rows = written(markdownRenderer, {title: 't', subtitle: '', blocks: [table]})
          .split('\n')
          .filter(row => row.startsWith('| '));
        expect(rows).toHaveLength(table.rows.length + 2);
        for (const row of rows) expect(cut(row)).toHaveLength(table.columns.length);
      }),
      REPEATABLE,
    );
  });

  it('leaves no tag and no address outside code, for any document', () => {
    fc.assert(
      fc.property(anyDocument, document => {
        const bare = withoutCode(written(markdownRenderer, document));
        expect(bare).not.toMatch(/<|:\/\/|www\.|@/i);
      }),
      REPEATABLE,
    );
  });
});
