import Database from 'better-sqlite3';

/**
 * One conductor per state folder: an open exclusive transaction, which the kernel frees when its process is gone,
 * however it went. Undefined when another process holds it.
 */
export function takeLock(path: string): {release(): void} | undefined {
  const db = new Database(path, {timeout: 0});
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
