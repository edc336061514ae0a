import stringWidth from 'string-width';
import {nameOf, visible} from '../visible.ts';

const printableAscii = /^[ -~]*$/;
const segmenter = new Intl.Segmenter('en', {granularity: 'grapheme'});

/** What a terminal draws as one character, combining marks and joined emoji included. */
export const graphemes = (text: string): string[] =>
  printableAscii.test(text) ? text.split('') : Array.from(segmenter.segment(text), part => part.segment);

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
