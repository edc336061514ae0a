import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {systemFailure} from '../../harness/cli/system-failures.ts';
import type {Manifest} from '../../harness/domain/snapshot.ts';
import {catalogueAnswers} from '../../harness/sqlite/catalogue/catalogue-questions.ts';
import {catalogueStore} from '../../harness/sqlite/catalogue/catalogue-store.ts';
import {createTrialStore} from '../../harness/sqlite/journal/trial-store.ts';
import {BrokenCatalogue, openCatalogue, openCatalogueReadOnly} from '../../harness/sqlite/open-catalogue.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';
import {ingestedPlan, replayPlan} from '../fixtures/trials.ts';

const manifestOf = (name: string, digit: string): Manifest => {
  const ruleset = replayPlan([name], 1).arms[0]?.ruleset;
  if (!ruleset) throw new Error('no ruleset');
  return {...ruleset, digest: digit.repeat(64)};
};

function openOne() {
  const path = join(tempFolder(), 'catalogue.db');
  const db = openCatalogue(path);
  return {path, db, store: catalogueStore(db), answers: catalogueAnswers(db)};
}

describe('a damaged row of the catalogue', () => {
  it.each(['{"newestAt": null}', 'no JSON', '{}'])('hides no other snapshot, and is named: %s', damage => {
    const {db, store, answers} = openOne();
    store.keep(manifestOf('good', 'a'), '', []);
    store.keep(manifestOf('bad', 'b'), '', []);
    store.keep(manifestOf('bad', 'c'), '', []);
    db.prepare("UPDATE snapshot SET manifest = ? WHERE digest LIKE 'c%'").run(damage);
    expect(answers.snapshots().map(({manifest}) => manifest.digest[0])).toEqual(['b', 'a']);
    expect(answers.damaged()).toEqual([{ruleset: 'bad', variant: '', digest: 'c'.repeat(64)}]);
    expect(store.lastGood('bad', '')?.digest).toBe('b'.repeat(64));
    expect(store.ofDigest('c'.repeat(64))).toBeUndefined();
    db.close();
  });

  it('is not written: what could not be read again is refused', () => {
    const {db, store, answers} = openOne();
    for (const newestAt of [Number.POSITIVE_INFINITY, 2 ** 60])
      expect(() => store.keep({...manifestOf('x', 'a'), newestAt}, '', [])).toThrow();
    expect(answers.snapshots()).toEqual([]);
    db.close();
    const path = join(tempFolder(), 'trial.db');
    expect(() => createTrialStore(path, 'mine-1', {...ingestedPlan, createdAt: 2 ** 60})).toThrow();
  });
});

describe('a catalogue that is no database', () => {
  it('is told as that one file, with what is sound', () => {
    const path = join(tempFolder(), 'catalogue.db');
    writeFileSync(path, 'not a database, but a text of some length: '.repeat(50));
    for (const open of [() => openCatalogue(path), () => openCatalogueReadOnly(path)]) {
      try {
        open();
        expect.unreachable();
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(BrokenCatalogue);
        expect(systemFailure(thrown, 'state')).toMatchObject({kind: 'catalogue-broken', file: path});
      }
    }
  });
});
