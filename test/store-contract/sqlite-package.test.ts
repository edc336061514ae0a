import {createRequire} from 'node:module';
import {dirname} from 'node:path';
import {describe, expect, it} from 'vitest';
import {Database, SQLITE_PACKAGE} from '../../harness/sqlite/database.ts';

const require = createRequire(import.meta.url);

describe('the SQLite library', () => {
  it('is release 13 of better-sqlite3 from Node.js 22 on, and release 12 before', () => {
    const {version} = require(`${dirname(require.resolve(SQLITE_PACKAGE))}/../package.json`);
    const isNodeApi = Number.parseInt(process.versions.node, 10) >= 22;
    expect(Number.parseInt(version, 10)).toBe(isNodeApi ? 13 : 12);
    const db = new Database(':memory:');
    expect(db.prepare('SELECT 1 + 1').pluck().get()).toBe(2);
    db.close();
  });
});
