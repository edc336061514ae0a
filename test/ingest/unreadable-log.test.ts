import {describe, expect, it} from 'vitest';
import {unreadableLog} from '../../harness/ingest/unreadable-log.ts';

const thrown = (code: string, path = '/tmp/copy-1') =>
  Object.assign(new Error('as the system says'), {code, path});

describe('a log that cannot be read', () => {
  it.each([
    ['ENOENT', 'there is no such file'],
    ['EACCES', 'this user has no permission to read it'],
    ['EISDIR', 'it is a folder'],
    ['EMFILE', 'as the system says'],
  ])('says why: %s', (code, reason) => {
    expect(unreadableLog(thrown(code), {})).toEqual({kind: 'log-unreadable', file: '/tmp/copy-1', reason});
  });

  it('is named as the person named it, where it is a copy of what came through a pipe', () => {
    expect(unreadableLog(thrown('ENOENT'), {'/tmp/copy-1': '/dev/stdin'})).toMatchObject({
      file: '/dev/stdin',
    });
  });
});
