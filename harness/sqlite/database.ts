import {createRequire} from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';

const require = createRequire(import.meta.url);

/**
 * The package of better-sqlite3 that fits this Node.js. Release 13 needs Node.js 22 and crashes an older one, where npm
 * leaves it out; release 12 runs on Node.js 20, and aborts the process at random on 24.19 and later 24.x releases.
 */
export const SQLITE_PACKAGE =
  Number.parseInt(process.versions.node, 10) >= 22 && isInstalled('better-sqlite3-napi')
    ? 'better-sqlite3-napi'
    : 'better-sqlite3';

/** Opens SQLite files; every one that the project opens is opened through this. */
export const Database = require(SQLITE_PACKAGE) as typeof BetterSqlite3;
export type Database = BetterSqlite3.Database;

function isInstalled(name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}
