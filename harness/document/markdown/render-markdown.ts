import type {Block, Cell, Document, Facts, Table, Text} from '../document.ts';
import {FORMATS} from '../formats.ts';
import {isRightAligned, PLAIN_NUMBERS, rowsNote, shown} from '../numbers.ts';
import type {RenderedFile, Renderer} from '../renderer.ts';
import {inline, line} from './escape.ts';

function render(document: Document): readonly RenderedFile[] {
  const parts = [`# ${inline(document.title)}`, line(document.subtitle), ...document.blocks.map(block)];
  const content = `${parts.filter(part => part !== '').join('\n\n')}\n`;
  return [{path: `report.${FORMATS.markdown.ending}`, content}];
}

function block(given: Block): string {
  switch (given.kind) {
    case 'heading':
      return `${'#'.repeat(given.level + 1)} ${inline(given.text)}`;
    case 'text':
      return paragraph(given);
    case 'facts':
      return facts(given);
    case 'table':
      return table(given);
  }
}

function paragraph({tone, text}: Text): string {
  switch (tone) {
    case 'plain':
      return line(text);
    case 'note':
      return `> ${line(text)}`;
    case 'warning':
      return `> [!WARNING]\n> ${line(text)}`;
    case 'good':
      return `> ✓ ${inline(text)}`;
  }
}

function facts(given: Facts): string {
  return given.facts.map(({name, cell}) => `- ${bold(name)}: ${cellText(cell)}`).join('\n');
}

function table(given: Table): string {
  const note = rowsNote(given, PLAIN_NUMBERS);
  const caption = bold(given.caption);
  const parts = given.columns.length === 0 ? [caption] : [caption, grid(given)];
  return [...parts, ...(note === undefined ? [] : [`_${note}_`])].filter(part => part !== '').join('\n\n');
}

function grid(given: Table): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    row(given.columns.map(column => inline(column.label))),
    row(given.columns.map(column => (isRightAligned(column.type) ? '---:' : '---'))),
    ...given.rows.map(cells => row(cells.map(cellText))),
  ].join('\n');
}

/** Writes bold text; empty text stays empty, since four asterisks would be a horizontal rule. */
function bold(text: string): string {
  const escaped = inline(text).trim();
  return escaped === '' ? '' : `**${escaped}**`;
}

const cellText = (cell: Cell): string => inline(shown(cell, PLAIN_NUMBERS));

export const markdownRenderer = {format: 'markdown', render} as const satisfies Renderer;
