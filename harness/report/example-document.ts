import {textCell} from '../document/cells.ts';
import type {Document} from '../document/document.ts';
import {col, tableOf} from './tables.ts';

/** Makes the document that lists the files that `init` wrote. Captures are not listed individually. */
export const exampleDocument = (written: readonly string[]): Document => ({
  title: 'Example project created',
  subtitle: 'next: ruletrial check, then: ruletrial trial run example',
  blocks: [
    tableOf(
      'files',
      'Files written (captures/ is not listed)',
      written.filter(path => !path.startsWith('captures/')),
      [col('file', 'File', textCell, path => path)],
    ),
  ],
});
