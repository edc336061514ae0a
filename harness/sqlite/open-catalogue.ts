import {existsSync} from 'node:fs';
import {Database} from './database.ts';
import {ForeignStore, migrate, versionOf} from './migrate.ts';
import {catalogueFirst} from './migrations/catalogue-0001.ts';
import {requests} from './migrations/catalogue-0002-requests.ts';
import {places} from './migrations/catalogue-0003-places.ts';

/** Thrown when the catalogue's own file is damaged, or was made by a later version. */
export class BrokenCatalogue extends Error {
  readonly file: string;

  constructor(file: string, reason: string) {
    super(reason);
    this.file = file;
  }
}

/** Applied in order, as those of a trial's file are. */
const MIGRATIONS: readonly string[] = [catalogueFirst, requests, places];

/** Opens the state folder's catalogue, makes it when it is not there. What it commits is on the disk. */
export function openCatalogue(path: string): Database {
  return named(path, () => {
    const db = new Database(path, {timeout: 10_000});
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('cache_size = -65536');
    migrate(db, path, MIGRATIONS);
    return db;
  });
}

/** Opens it for questions; undefined where nothing has been taken yet. */
export function openCatalogueReadOnly(path: string): Database | undefined {
  if (!existsSync(path)) return undefined;
  return named(path, () => {
    bringUpToDate(path);
    const db = new Database(path, {readonly: true, timeout: 10_000});
    if (versionOf(db, path, MIGRATIONS) !== MIGRATIONS.length)
      throw new ForeignStore(`${path} has an older schema; run a command that writes to it once`);
    db.pragma('cache_size = -65536');
    db.pragma('query_only = 1');
    return db;
  });
}

/** What is wrong with this file is told of this file, and not of the folder around it. */
function named<T>(path: string, open: () => T): T {
  try {
    return open();
  } catch (thrown) {
    const {code} = thrown as {code?: string};
    if (code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB' || thrown instanceof ForeignStore)
      throw new BrokenCatalogue(path, (thrown as Error).message);
    throw thrown;
  }
}

/** One of an earlier version gets what this one adds. */
function bringUpToDate(path: string): void {
  const db = new Database(path, {readonly: true, timeout: 10_000});
  const version = versionOf(db, path, MIGRATIONS);
  db.close();
  if (version > 0 && version < MIGRATIONS.length) openCatalogue(path).close();
}
