import {describe, expect, it} from 'vitest';
import {catchSystemFailures, openStore, systemFailure} from '../../harness/cli/system-failures.ts';
import {ok} from '../../harness/domain/result.ts';

const thrown = (code: string) => Object.assign(new Error(`${code}: broken`), {code});

describe('what the system throws', () => {
  it.each([
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
    ['SQLITE_FULL', 'disk-full'],
    ['SQLITE_IOERR_WRITE', 'disk-full'],
    ['EACCES', 'state-unwritable'],
    ['EROFS', 'state-unwritable'],
    ['SQLITE_READONLY_DIRECTORY', 'state-unwritable'],
    ['SQLITE_CANTOPEN', 'state-unwritable'],
    ['ENOTDIR', 'state-unwritable'],
    ['SQLITE_CORRUPT', 'trial-broken'],
    ['SQLITE_NOTADB', 'trial-broken'],
  ])('%s becomes the failure %s', (code, kind) => {
    expect(systemFailure(thrown(code), 'state').kind).toBe(kind);
  });

  it('becomes a failure where work on a folder was to end in one', async () => {
    const done = await catchSystemFailures('state', () => Promise.reject(thrown('EROFS')));
    expect(done).toMatchObject({
      ok: false,
      failure: {folder: 'state', reason: 'the file system is read-only'},
    });
    expect(await catchSystemFailures('state', async () => ok(1))).toEqual(ok(1));
  });

  it('is thrown on where a trial is opened and nothing is known of it', () => {
    const open = (error: Error) => () => {
      throw error;
    };
    expect(openStore('daily-1', open(thrown('SQLITE_CORRUPT')))).toMatchObject({
      failure: {kind: 'trial-broken'},
    });
    expect(() => openStore('daily-1', open(new TypeError('a defect')))).toThrow('a defect');
  });
});
