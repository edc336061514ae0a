import stringWidth from 'string-width';
import {nameOf, visible} from '../visible.ts';

const printableAscii = /^[ -~]*$/;
const segmenter = new Intl.Segmenter('en', {granularity: 'grapheme'});

/** Splits text into what a terminal draws as one character, including combining marks and joined emoji. */
export const graphemes = (text: string): string[] =>
  printableAscii.test(text) ? text.split('') : Array.from(segmenter.segment(text), part => part.segment);

/** Measures the width of a text; tests count the calls. */
export type Measure = (text: string) => number;

/** How many characters of a cell are shown; the rest are only counted. */
const MAX_CELL = 4000;

/** Truncates the text of a cell for the terminal; all other formats contain all of it. */
export const cellText = (text: string): string =>
  text.length <= MAX_CELL
    ? text
    : `${text.slice(0, MAX_CELL).replace(/[\ud800-\udbff]$/, '')} ... (${text.length - MAX_CELL} more characters)`;

/** Returns the width of a text in a terminal, where wide characters take two columns. */
export const widthOf = (text: string): number =>
  printableAscii.test(text) ? text.length : stringWidth(text);

/**
 * Prepares text so that every grapheme is one or two columns wide. Marks without a letter would be drawn over the character
 * before them, so they are made visible like control characters.
 */
export function plain(text: string): string {
  const safe = visible(text);
  if (printableAscii.test(safe)) return safe;
  return graphemes(safe)
    .map(part => (stringWidth(part) === 0 || /^ ./su.test(part) ? part.replace(/[^ -~]/gu, nameOf) : part))
    .join('');
}
