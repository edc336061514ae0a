import {type BadLine, parseList} from '../rules/lists.ts';
import type {SourceFile} from './ports.ts';

export interface JudgedList {
  readonly file: string;
  readonly entries: number;
  readonly bad: readonly BadLine[];
  readonly badCount: number;
  /** Of the file, blank ones and comments too. */
  readonly lines: number;
  /** One address or network a line: what Snort is given. */
  readonly text: string;
}

/** Reads every list of a source; what Snort is given holds no line that it would not take. */
export const judgeLists = (files: readonly SourceFile[]): readonly JudgedList[] =>
  files
    .filter(({kind}) => kind === 'list')
    .map(({from, bytes}) => {
      const {entries, bad, badCount, lines} = parseList(Buffer.from(bytes).toString('utf8'));
      const text = entries.map(entry => `${entry}\n`).join('');
      return {file: from, entries: entries.length, bad, badCount, lines, text};
    });
