import {existsSync} from 'node:fs';
import {Database} from './database.ts';

/** Whoever asks whether it is held keeps it from its taker for a moment. */
const ASKED_MS = 200;

/**
 * One conductor per state folder: an open exclusive transaction, which the kernel frees when its process is gone,
 * however it went. Undefined when another process holds it.
 */
export function takeLock(path: string): {release(): void} | undefined {
  const db = new Database(path, {timeout: ASKED_MS});
  try {
    db.exec('BEGIN EXCLUSIVE');
    return {
      release() {
        db.exec('ROLLBACK');
        db.close();
      },
    };
  } catch (thrown) {
    db.close();
    if ((thrown as {code?: string}).code === 'SQLITE_BUSY') return undefined;
    throw thrown;
  }
}

/** Whether any process holds it. Reads it, so that two who ask do not take each other for a conductor. */
export function isLocked(path: string): boolean {
  if (!existsSync(path)) return false;
  const db = new Database(path, {readonly: true, timeout: 0});
  try {
    db.pragma('schema_version');
    return false;
  } catch (thrown) {
    if ((thrown as {code?: string}).code === 'SQLITE_BUSY') return true;
    throw thrown;
  } finally {
    db.close();
  }
}
