import {type Coverage, coverageOf} from '../rules/coverage.ts';
import type {ListForm} from '../rules/list-lines.ts';
import {type BadLine, parseList} from '../rules/lists.ts';
import type {SourceFile} from './ports.ts';

export interface JudgedList {
  readonly file: string;
  readonly entries: number;
  readonly bad: readonly BadLine[];
  readonly badCount: number;
  /** Lines of the file, including blank lines and comments. */
  readonly lines: number;
  /** Entries that `allow` removed, completely or in part. */
  readonly allowed: number;
  readonly coverage: Coverage;
  /** One address or network per line, as Snort reads it. */
  readonly text: string;
}

/** The form of the lists of a ruleset, and the networks that they must never contain. */
export interface ListOptions {
  readonly form: ListForm;
  readonly allow: readonly string[];
}

/** Reads every list of a source; the result contains only lines that Snort accepts. */
export const judgeLists = (files: readonly SourceFile[], {form, allow}: ListOptions): readonly JudgedList[] =>
  files
    .filter(({kind}) => kind === 'list')
    .map(({from, bytes}) => {
      const {entries, bad, badCount, lines, allowed} = parseList(listText(bytes), form, allow);
      const text = entries.map(entry => `${entry}\n`).join('');
      return {
        file: from,
        entries: entries.length,
        bad,
        badCount,
        lines,
        allowed,
        coverage: coverageOf(entries, []),
        text,
      };
    });

/** Decodes UTF-8, or UTF-16 with a byte order mark, as saved by Windows programs. */
function listText(bytes: Uint8Array): string {
  const mark = Buffer.from(bytes.subarray(0, 2)).toString('hex');
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
