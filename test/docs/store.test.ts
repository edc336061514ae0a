import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {openTrial} from '../../harness/sqlite/open-trial.ts';
import {fences, firstCells, readDoc, sections} from './markdown.ts';

const folder = mkdtempSync(join(tmpdir(), 'ruletrial-docs-'));
const db = openTrial(join(folder, 'trial.db'));
afterAll(() => {
  db.close();
  rmSync(folder, {recursive: true, force: true});
});

const page = readDoc('docs/store.md');
const views = db
  .prepare("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name")
  .pluck()
  .all() as string[];
const topics = sections(page).filter(({title}) => /^`v_\w+`$/.test(title));

describe('docs/store.md', () => {
  it('has a section for every view, and none for one that there is not', () => {
    expect(topics.map(({title}) => title.slice(1, -1)).sort()).toEqual(views);
  });

  it.each(views)('lists exactly the columns of %s, in their order', view => {
    const text = topics.find(({title}) => title === `\`${view}\``)?.text ?? '';
    expect(firstCells(text)).toEqual(db.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(view));
  });

  it.each(fences(page).filter(({language}) => language === 'sql'))(
    'shows a question that the store can answer: $text',
    ({text}) => {
      expect(() => db.prepare(text).all()).not.toThrow();
    },
  );

  it('shows three ways to ask', () => {
    const asked = sections(page).find(({title}) => title === 'Asking it')?.text ?? '';
    expect(sections(asked).filter(({level}) => level === 3).length).toBeGreaterThanOrEqual(3);
  });
});
