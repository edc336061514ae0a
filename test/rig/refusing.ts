import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'vitest';
import {describeFailure} from '../../harness/cli/all-failures.ts';
import {variantOf} from '../../harness/snapshots/last-good.ts';
import {takeSnapshot} from '../../harness/snapshots/take.ts';
import type {TakeDeps, TakeOrder} from '../../harness/snapshots/take-order.ts';
import {openCatalogueReadOnly} from '../../harness/sqlite/open-catalogue.ts';
import {taken, taking} from '../fixtures/taking.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

/** Every file below a folder with its digest. */
export const bytesBelow = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, {recursive: true, withFileTypes: true})
      .map(entry => [join(entry.parentPath, entry.name), entry.isFile()] as const)
      .map(([path, isFile]) => [path, isFile ? digestOf(path) : 'folder'] as const),
  );

const digestOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

/** Rows of the catalogue's tables of snapshots and rules. */
function catalogued(folder: string): Readonly<Record<string, readonly unknown[]>> {
  const db = openCatalogueReadOnly(join(folder, 'catalogue.db'));
  if (!db) throw new Error('no catalogue');
  try {
    return Object.fromEntries(
      ['snapshot', 'rules', 'rule', 'rules_rule', 'rule_reference'].map(table => [
        table,
        db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all(),
      ]),
    );
  } finally {
    db.close();
  }
}

/** A state folder with one good snapshot; `refused` takes what must be refused, and finds that snapshot untouched. */
export async function afterGood(good: TakeOrder, more: Partial<TakeDeps> = {}) {
  const folder = tempFolder();
  const outside = taking(folder, more);
  const last = await taken(good, outside);
  const {ruleset} = good.request;
  const variant = variantOf(good.request);
  return {
    folder,
    outside,
    last,
    /** The words of the refusal. */
    async refused(wish: TakeOrder, by: Partial<TakeDeps> = {}): Promise<string> {
      const before = [bytesBelow(join(folder, 'snapshots')), catalogued(folder)];
      const known = outside.catalogue.refusalsSince(ruleset, variant).length;
      const result = await takeSnapshot(wish, {...outside, ...by});
      if (result.ok) throw new Error(`not refused: ${JSON.stringify(result.value.counts)}`);
      const {message} = describeFailure(result.failure);
      expect([bytesBelow(join(folder, 'snapshots')), catalogued(folder)]).toEqual(before);
      expect(outside.catalogue.lastGood(ruleset, variant)).toEqual(last);
      const stored = outside.catalogue.refusalsSince(ruleset, variant);
      expect(stored).toHaveLength(known + 1);
      expect(stored[0]).toMatchObject({ruleset, variant, kind: result.failure.kind, words: message});
      return message;
    },
  };
}
