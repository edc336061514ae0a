import {createHash} from 'node:crypto';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {count, table} from '../../harness/document/cells.ts';
import {type Block, foldedHeading, heading, text} from '../../harness/document/document.ts';
import {htmlRenderer} from '../../harness/document/html/render-html.ts';
import {visible} from '../../harness/document/visible.ts';
import {anyDocument, everywhere, hostile, REPEATABLE, textsOf} from './any-document.ts';
import {fixture} from './fixture.ts';
import {readHtml} from './read-html.ts';
import {written} from './render-all.ts';

const page = (blocks: readonly Block[]) => written(htmlRenderer, {title: 'T', subtitle: 's', blocks});

describe('html', () => {
  it('allows its own style and nothing else; put the hash into style.ts after a change', () => {
    const html = written(htmlRenderer, fixture);
    const style = /<style>([^<]*)<\/style>/.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(html).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    );
  });

  it('asks nothing of anywhere', () => {
    expect(written(htmlRenderer, fixture)).not.toMatch(
      /\ssrc=|\shref="[^#]|url\(|@import|<script[\s>]|<link|<iframe/i,
    );
  });

  it.each(hostile)('keeps %j text', words => {
    const {texts} = readHtml(written(htmlRenderer, everywhere(words)));
    expect(texts.filter(text => text === visible(words)).length).toBeGreaterThanOrEqual(9);
  });

  it('is well-formed and holds every text, for any document', () => {
    fc.assert(
      fc.property(anyDocument, document => {
        const {texts, attributes} = readHtml(written(htmlRenderer, document));
        const all = texts.join('\n');
        for (const words of textsOf(document)) expect(all).toContain(visible(words));
        const ids = attributes.filter(attribute => attribute.startsWith('id='));
        expect(new Set(ids).size).toBe(ids.length);
        for (const link of attributes.filter(attribute => attribute.startsWith('href=#'))) {
          expect(ids).toContain(link.replace('href=#', 'id='));
        }
      }),
      REPEATABLE,
    );
  });

  it('gives a table its promised anchor, though a heading before it has the same words', () => {
    const arms = table({
      name: 'arms',
      caption: 'A',
      columns: [{key: 'n', label: 'N', type: 'count'}],
      rows: [[count(1)]],
    });
    const html = page([heading(1, 'Arms'), arms]);
    expect(html).toContain('<h2 id="arms-2">Arms</h2>');
    expect(html).toContain('<li><a href="#arms-2">Arms</a></li>');
    expect(html).toContain('<div class="table upright" id="arms">');
  });

  it('leaves out no rank of headings', () => {
    const html = page([heading(2, 'before'), heading(1, 'section'), heading(2, 'part')]);
    expect(html.match(/<h[1-6]/g)).toEqual(['<h1', '<h2', '<h2', '<h2', '<h3']);
  });

  it('folds a section up to the next heading of its rank', () => {
    const html = page([
      foldedHeading(1, 'Slots'),
      text('plain', 'of the slots'),
      heading(2, 'Inner'),
      foldedHeading(1, 'Load'),
      text('plain', 'of the load'),
      heading(1, 'Last'),
    ]);
    const [, main = ''] = html.split('<main');
    const tags = main.match(/<\/?details>|<h[23] id="[^"]*">|<p>of the \w+/g);
    expect(tags).toEqual([
      ...['<details>', '<h2 id="slots">', '<p>of the slots', '<h3 id="inner">', '</details>'],
      ...['<details>', '<h2 id="load">', '<p>of the load', '</details>', '<h2 id="last">'],
    ]);
  });

  it('has no contents where there are no headings', () => {
    expect(page([])).not.toContain('<nav');
  });

  it('lays a table on paper by what its columns need', () => {
    const sized = (columns: number) => {
      const all = Array.from({length: columns}, (_, index) => ({
        key: `k${index}`,
        label: 'n',
        type: 'count' as const,
      }));
      const html = page([
        table({name: 't', caption: '', columns: all, rows: [all.map(() => count(123_456_789))]}),
      ]);
      return /<div class="table (\w+)"/.exec(html)?.[1];
    };
    expect([7, 8, 12, 13].map(sized)).toEqual(['upright', 'wide', 'wide', 'widest']);
  });
});
