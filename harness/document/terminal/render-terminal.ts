import type {Block, Document, Facts, Heading, Text} from '../document.ts';
import {FORMATS} from '../formats.ts';
import {PLAIN_NUMBERS, shown} from '../numbers.ts';
import type {RenderedFile, Renderer, RenderOptions} from '../renderer.ts';
import {drawTable} from './draw-table.ts';
import {type Ink, type Paint, painter} from './paint.ts';
import {plain, widthOf} from './plain.ts';
import {wrap, wrapHanging} from './wrap.ts';

const NARROWEST = 40;
const WIDEST = 300;

function render(document: Document, options: RenderOptions): readonly RenderedFile[] {
  const width = Math.min(WIDEST, Math.max(NARROWEST, Math.floor(options.width) || NARROWEST));
  const paint = painter(options.colour);
  const parts = [
    [
      ...underlined(document.title, '═', width, paint),
      ...wrap(plain(document.subtitle), width).filter(line => line !== ''),
    ],
    ...document.blocks.map(block => draw(block, width, paint)),
  ];
  const lines = parts.filter(part => part.length > 0).map(part => part.join('\n'));
  return [{path: `report.${FORMATS.terminal.ending}`, content: `${lines.join('\n\n')}\n`}];
}

function draw(block: Block, width: number, paint: Paint): string[] {
  switch (block.kind) {
    case 'heading':
      return heading(block, width, paint);
    case 'text':
      return paragraph(block, width, paint);
    case 'facts':
      return facts(block, width);
    case 'table':
      return drawTable(block, width, paint);
  }
}

function heading({level, text}: Heading, width: number, paint: Paint): string[] {
  if (level === 1) return underlined(text, '─', width, paint);
  return wrapHanging(`▸ ${plain(text)}`, width, 2).map(line => paint('bold', line));
}

function underlined(text: string, rule: string, width: number, paint: Paint): string[] {
  const lines = wrap(plain(text), width);
  const length = Math.max(...lines.map(widthOf));
  return [...lines, rule.repeat(length)].map(line => paint('bold', line));
}

const marks: Record<Text['tone'], {readonly mark: string; readonly ink?: Ink}> = {
  plain: {mark: ''},
  note: {mark: '· '},
  warning: {mark: '! ', ink: 'warning'},
  good: {mark: '✓ ', ink: 'good'},
};

function paragraph({tone, text}: Text, width: number, paint: Paint): string[] {
  const {mark, ink} = marks[tone];
  const lines = wrapHanging(mark + plain(text), width, mark.length);
  return ink === undefined ? lines : lines.map(line => paint(ink, line));
}

/** Draws facts with aligned values; if the names are too long, as `name: value`. */
function facts({facts: all}: Facts, width: number): string[] {
  const pairs = all.map(({name, cell}) => ({name: plain(name), value: plain(shown(cell, PLAIN_NUMBERS))}));
  const names = Math.max(0, ...pairs.map(({name}) => widthOf(name)));
  if (names > width * 0.4)
    return pairs.flatMap(({name, value}) => wrapHanging(`${name}: ${value}`, width, 4));
  return pairs.flatMap(({name, value}) =>
    wrap(value, width - names - 2).map((line, index) => {
      const left = index === 0 ? name : '';
      return `${left}${' '.repeat(names + 2 - widthOf(left))}${line}`.trimEnd();
    }),
  );
}

export const terminalRenderer = {format: 'terminal', render} as const satisfies Renderer;
