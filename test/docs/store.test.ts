import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {CONTEXT_FIELDS, type ContextField, NUMBER_FIELDS} from '../../harness/domain/alert.ts';
import {createTrialStore} from '../../harness/sqlite/journal/trial-store.ts';
import {openTrial} from '../../harness/sqlite/open-trial.ts';
import {fences, firstCells, readDoc, sections} from './markdown.ts';

const folder = mkdtempSync(join(tmpdir(), 'ruletrial-docs-'));
const db = openTrial(join(folder, 'trial.db'));
afterAll(() => {
  db.close();
  rmSync(folder, {recursive: true, force: true});
});

/** A trial of ingested logs with one alert from each of these addresses. */
function trialWith(sources: readonly string[]): string {
  const path = join(folder, 'asked.db');
  const store = createTrialStore(path, 'asked-1', {
    version: 1,
    kind: 'ingested',
    schedule: 'asked',
    declaredDigest: '',
    madeBy: '',
    createdAt: 0,
    isolation: 'capture',
    shards: 1,
    arms: [],
    captures: [],
  });
  store.addArm('one');
  const context = Object.fromEntries(CONTEXT_FIELDS.map(field => [field, ''])) as Record<
    ContextField,
    string
  >;
  const rule = {gid: 1, sid: 1, rev: 1, msg: 'm', class: '', priority: 1};
  const alerts = sources.map(src => ({
    capture: 0,
    alert: {
      ...rule,
      context,
      src,
      at: 0,
      dst: null,
      iface: null,
      numbers: NUMBER_FIELDS.map(() => null),
      extra: null,
    },
  }));
  const moves = [{log: 'log', first: 'log', name: 'log', from: 0, to: 1, digest: ''}];
  store.ingest.commit({owner: store.ingestedRun('one', 0), records: alerts, rejects: [], moves});
  store.close();
  return path;
}

const page = readDoc('docs/store.md');
const views = db
  .prepare("SELECT name FROM sqlite_schema WHERE type = 'view' AND name GLOB 'v_*' ORDER BY name")
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

  it('shows a question for the alerts of one network that finds those and no others', () => {
    const network = sections(page).find(({title}) => title === 'By network')?.text ?? '';
    expect(network).toContain('192.0.2.0/24');
    const path = trialWith(['192.0.1.255', '192.0.2.0', '192.0.2.255', '192.0.3.0', '2001:db8::1']);
    const asked = openTrial(path);
    const rows = asked.prepare(fences(network)[0]?.text ?? '').all();
    asked.close();
    expect(rows).toEqual([{arm: 'one', rule: '1:1:1', msg: 'm', alerts: 2}]);
  });

  it('shows three ways to query it', () => {
    const asked = sections(page).find(({title}) => title === 'Querying it')?.text ?? '';
    expect(sections(asked).filter(({level}) => level === 3).length).toBeGreaterThanOrEqual(3);
  });
});
