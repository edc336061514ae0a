import type {Block, Cell, Column, Facts, Heading, Table, Text} from '../document.ts';
import {isRightAligned, type NumberForm, rowsNote, shown} from '../numbers.ts';
import {escapeHtml} from './escape.ts';
import {paperSize} from './paper-size.ts';

/** Numbers with narrow no-break spaces and a real minus sign. */
const HTML_NUMBERS: NumberForm = {group: '\u202f', minus: '−'};

/** Writes a block as HTML; headings and tables have an anchor. */
export function writeBlock(block: Block, anchor: string, rank: 2 | 3): string {
  switch (block.kind) {
    case 'heading':
      return headingHtml(block, anchor, rank);
    case 'text':
      return paragraph(block);
    case 'facts':
      return facts(block);
    case 'table':
      return tableHtml(block, anchor);
  }
}

/** Writes a heading. That of a folded section opens a `<details>`, which the caller closes at the end of the section. */
function headingHtml({text, folded}: Heading, anchor: string, rank: 2 | 3): string {
  const html = `<h${rank} id="${anchor}">${escapeHtml(text)}</h${rank}>`;
  return folded ? `<details>\n<summary>${html}</summary>` : html;
}

function paragraph({tone, text}: Text): string {
  const html = escapeHtml(text);
  switch (tone) {
    case 'plain':
      return `<p>${html}</p>`;
    case 'note':
      return `<p class="note">${html}</p>`;
    case 'warning':
      return `<p class="callout warning"><strong>Warning:</strong> ${html}</p>`;
    case 'good':
      return `<p class="callout good"><strong>✓</strong> ${html}</p>`;
  }
}

function facts({facts: all}: Facts): string {
  if (all.length === 0) return '';
  const rows = all.map(({name, cell}) => `<div><dt>${escapeHtml(name)}</dt><dd>${cellHtml(cell)}</dd></div>`);
  return ['<dl class="facts">', ...rows, '</dl>'].join('\n');
}

/** Writes a table. Its region scrolls, not the page; it can get the keyboard focus, so that arrow keys scroll it. */
function tableHtml(given: Table, anchor: string): string {
  const note = rowsNote(given, HTML_NUMBERS);
  return [
    `<div class="table ${paperSize(given, HTML_NUMBERS)}" id="${anchor}">`,
    `<div class="scroll" role="region" aria-label="${escapeHtml(`Table: ${given.caption}`)}" tabindex="0">`,
    '<table>',
    `<caption><span>${escapeHtml(given.caption)}</span></caption>`,
    `<thead><tr>${given.columns.map(heading).join('')}</tr></thead>`,
    '<tbody>',
    ...given.rows.map(row => `<tr>${row.map((cell, index) => tableCell(cell, index)).join('')}</tr>`),
    '</tbody>',
    '</table>',
    '</div>',
    ...(note === undefined ? [] : [`<p class="rows">${escapeHtml(note)}</p>`]),
    '</div>',
  ].join('\n');
}

const heading = ({label, type}: Column): string =>
  `<th scope="col"${classOf(type)}>${escapeHtml(label)}</th>`;

/** Writes a cell; a first cell with text is the heading of its row. */
function tableCell(cell: Cell, index: number): string {
  if (index === 0 && cell.type === 'text') return `<th scope="row">${cellHtml(cell)}</th>`;
  return `<td${classOf(cell.type)}>${cellHtml(cell)}</td>`;
}

function classOf(type: Cell['type']): string {
  if (isRightAligned(type)) return ' class="number"';
  return type === 'at' ? ' class="time"' : '';
}

const cellHtml = (cell: Cell): string => escapeHtml(shown(cell, HTML_NUMBERS));
