import stringWidth from 'string-width';
import {nameOf, visible} from '../visible.ts';

const printableAscii = /^[ -~]*$/;
const segmenter = new Intl.Segmenter('en', {granularity: 'grapheme'});

/** What a terminal draws as one character, combining marks and joined emoji included. */
export const graphemes = (text: string): string[] =>
  printableAscii.test(text) ? text.split('') : Array.from(segmenter.segment(text), part => part.segment);

/** How wide a text is; tests count what is measured. */
export type Measure = (text: string) => number;

/** Characters of one cell of a table; the rest is counted. */
const MAX_CELL = 4000;

/** A cell's text, of which a terminal shows the beginning; every other format holds all of it. */
export const cellText = (text: string): string =>
  text.length <= MAX_CELL
    ? text
    : `${text.slice(0, MAX_CELL).replace(/[\ud800-\udbff]$/, '')} ... (${text.length - MAX_CELL} more characters)`;

/** Terminal cells: wide characters take two. */
export const widthOf = (text: string): number =>
  printableAscii.test(text) ? text.length : stringWidth(text);

/**
 * Text of which every grapheme takes one cell or two. Marks without a letter would take none, and sit upon
 * whatever stands before them, so they are made visible like controls.
 */
export function plain(text: string): string {
  const seen = visible(text);
  if (printableAscii.test(seen)) return seen;
  return graphemes(seen)
    .map(part => (stringWidth(part) === 0 || /^ ./su.test(part) ? part.replace(/[^ -~]/gu, nameOf) : part))
    .join('');
}
