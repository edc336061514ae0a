import {Database} from './database.ts';
import {ForeignStore, migrate, versionOf} from './migrate.ts';
import {first} from './migrations/0001-first.ts';
import {knownRules} from './migrations/0002-known-rules.ts';
import {live, liveViews} from './migrations/0003-live.ts';
import {logsToldApart} from './migrations/0004-logs-told-apart.ts';
import {leftOut} from './migrations/0005-left-out.ts';
import {parts} from './migrations/0006-parts.ts';
import {partOfARun} from './migrations/0007-part-of-a-run.ts';
import {namesOfStates} from './migrations/0008-names-of-states.ts';
import {slotsAndNotices} from './migrations/0009-slots-and-notices.ts';
import {rulesFound} from './migrations/0010-rules-found.ts';
import {isoTimes} from './migrations/0011-iso-times.ts';

export {ForeignStore} from './migrate.ts';

/** Applied in order; `PRAGMA user_version` says how many a file has had. Never change one that was released. */
const MIGRATIONS: readonly string[] = [
  ...[
    first,
    knownRules,
    live + liveViews,
    logsToldApart,
    leftOut,
    parts,
    partOfARun,
    namesOfStates,
    slotsAndNotices,
    rulesFound,
    isoTimes,
  ],
];

/** Memory for pages, KiB: whoever writes touches few of them again, whoever reads sorts and groups. */
const CACHE_KIB = {writing: 16_384, reading: 65_536};
/** Pages of the write-ahead log (8 KiB each) before it is folded into the file; 256 MiB at most lie beside it meanwhile. */
const FOLD_PAGES = 32_768;

export type Trial = Database;

/** Opens a trial's file for writing, makes it when it is not there, and brings its schema up to date. */
export function openTrial(path: string): Trial {
  const db = new Database(path, {timeout: 10_000});
  db.pragma('page_size = 8192');
  // a sealed file stays as it is; one that somebody read while it was sealed leaves WAL now
  if (isSealed(db, path)) leaveWal(db);
  else enterWal(db);
  db.pragma('synchronous = NORMAL');
  db.pragma(`wal_autocheckpoint = ${FOLD_PAGES}`);
  db.pragma(`cache_size = -${CACHE_KIB.writing}`);
  migrate(db, path, MIGRATIONS);
  return db;
}

function enterWal(db: Trial): void {
  const journal = db.pragma('journal_mode = WAL', {simple: true});
  if (journal !== 'wal') throw new ForeignStore(`no WAL mode on this file system (${journal})`);
}

const isSealed = (db: Trial, path: string): boolean =>
  versionOf(db, path, MIGRATIONS) > 0 &&
  typeof db.prepare('SELECT sealed_at FROM trial').pluck().get() === 'number';

/**
 * Opens a trial's file for questions; changes nothing, and needs no right to write unless it is being run. One of an
 * earlier version is brought up to date first: what it holds stays as it is.
 */
export function openTrialReadOnly(path: string): Trial {
  bringUpToDate(path);
  const db = new Database(path, {readonly: true, fileMustExist: true, timeout: 10_000});
  db.pragma(`cache_size = -${CACHE_KIB.reading}`);
  db.pragma('query_only = 1');
  if (versionOf(db, path, MIGRATIONS) !== MIGRATIONS.length) {
    throw new ForeignStore(`${path} has an older schema; run a command that writes to it once`);
  }
  return db;
}

function bringUpToDate(path: string): void {
  const db = new Database(path, {readonly: true, fileMustExist: true, timeout: 10_000});
  let isOld: boolean;
  try {
    const version = versionOf(db, path, MIGRATIONS);
    isOld = version > 0 && version < MIGRATIONS.length;
  } finally {
    db.close();
  }
  if (isOld) openTrial(path).close();
}

/** The seal: everything into the one file, which then needs no companion files and can be copied as it is. */
export function leaveWal(db: Trial): void {
  db.pragma('wal_checkpoint(TRUNCATE)');
  try {
    db.pragma('journal_mode = DELETE');
  } catch (thrown) {
    // somebody reads it just now: the seal stands, and whoever opens the file next does this
    if ((thrown as {code?: string}).code !== 'SQLITE_BUSY') throw thrown;
  }
}

/** Of the SQLite that is built in. */
export function sqliteVersion(): string {
  const db = new Database(':memory:');
  try {
    return String(db.prepare('SELECT sqlite_version()').pluck().get());
  } finally {
    db.close();
  }
}
