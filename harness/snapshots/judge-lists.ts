import {type Coverage, coverageOf} from '../rules/coverage.ts';
import type {ListForm} from '../rules/list-lines.ts';
import {type BadLine, parseList} from '../rules/lists.ts';
import type {SourceFile} from './ports.ts';

export interface JudgedList {
  readonly file: string;
  readonly entries: number;
  readonly bad: readonly BadLine[];
  readonly badCount: number;
  /** Of the file, blank ones and comments too. */
  readonly lines: number;
  /** Entries that `allow` cut, wholly or in part. */
  readonly allowed: number;
  readonly coverage: Coverage;
  /** One address or network a line: what Snort is given. */
  readonly text: string;
}

/** How the lists of a ruleset are written, and what they must never hold. */
export interface ListWish {
  readonly form: ListForm;
  readonly allow: readonly string[];
}

/** Reads every list of a source; the result contains only lines that Snort accepts. */
export const judgeLists = (files: readonly SourceFile[], {form, allow}: ListWish): readonly JudgedList[] =>
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

/** UTF-8, or UTF-16 where a byte order mark says so, as programs of Windows save it. */
function listText(bytes: Uint8Array): string {
  const mark = Buffer.from(bytes.subarray(0, 2)).toString('hex');
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
