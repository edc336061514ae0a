import {spawnSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {tempFolder} from '../fixtures/temp-folder.ts';

/** Files of `dist/harness/` that a command line loads: coverage names every one of them. */
function loadedBy(args: readonly string[]): readonly string[] {
  const folder = tempFolder();
  const coverage = join(folder, 'coverage');
  spawnSync(process.execPath, [resolve('dist/harness/main.js'), ...args], {
    cwd: folder,
    env: {...process.env, NODE_V8_COVERAGE: coverage},
  });
  return readdirSync(coverage).flatMap(name => {
    const {result} = JSON.parse(readFileSync(join(coverage, name), 'utf8')) as {result: {url: string}[]};
    return result.flatMap(({url}) => url.split('/dist/harness/')[1] ?? []);
  });
}

/** Rooms of which more is loaded than the words of failures. */
const roomsOf = (files: readonly string[]): readonly string[] =>
  [
    ...new Set(files.filter(file => !file.endsWith('failures.js')).map(file => file.split('/')[0] ?? '')),
  ].sort();

const WORDS = ['cli', 'declarations', 'domain', 'main.js'];
const PRINTING = [...WORDS, 'disk', 'document', 'report', 'wiring'];

/** Rooms that run engines, take logs in, or conduct trials. */
const WORKING = ['arms', 'calendar', 'daemon', 'ingest', 'live', 'machine', 'process'];

describe('a command line', () => {
  it.each([['--help'], ['trial --help']])('loads words and nothing else for %s', line => {
    expect(roomsOf(loadedBy(line.split(' '))).filter(room => !WORDS.includes(room))).toEqual([]);
  });

  it('joins nothing to the machine for the help of a command', () => {
    expect(roomsOf(loadedBy(['trial', 'run', '--help']))).not.toContain('wiring');
  });

  it('lists trials without any room that works on them', () => {
    const files = loadedBy(['trial', 'list']);
    expect(files).toContain('disk/state-folder.js');
    expect(roomsOf(files).filter(room => !PRINTING.includes(room))).toEqual([]);
  });

  // where one of these fails, load the room where it is first needed: await import('...')
  it.each([['rule list community'], ['snapshot list'], ['fired one'], ['report one']])(
    'answers %s without the rooms that work',
    line => {
      const rooms = roomsOf(loadedBy(line.split(' ')));
      expect(rooms).toContain('sqlite');
      expect(rooms.filter(room => WORKING.includes(room))).toEqual([]);
    },
  );
});
