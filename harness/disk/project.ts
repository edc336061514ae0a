import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {errorCode} from './whole-files.ts';

/** The declarations of a project. */
export interface Project {
  readonly root: string;
  /** Returns the names without `.yaml`, sorted. */
  names(kind: 'ruleset' | 'schedule'): Promise<readonly string[]>;
  /** Returns the relative path of a declaration's file. */
  file(kind: 'ruleset' | 'schedule', name: string): string;
  /** Reads the text of a declaration; undefined if it does not exist. Other errors of the system are thrown. */
  text(kind: 'ruleset' | 'schedule', name: string): Promise<string | undefined>;
}

const FOLDERS = {ruleset: 'rulesets', schedule: 'schedules'} as const;

export function project(root: string): Project {
  const file = (kind: 'ruleset' | 'schedule', name: string) => `${FOLDERS[kind]}/${name}.yaml`;
  return {
    root,
    file,
    async names(kind) {
      const entries = await readdir(join(root, FOLDERS[kind])).catch(() => []);
      return entries
        .filter(name => name.endsWith('.yaml'))
        .map(name => name.slice(0, -5))
        .sort();
    },
    async text(kind, name) {
      try {
        return await readFile(join(root, file(kind, name)), 'utf8');
      } catch (thrown) {
        if (errorCode(thrown) === 'ENOENT') return undefined;
        throw thrown;
      }
    },
  };
}
