import {existsSync} from 'node:fs';
import {readdir, readFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';
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

/**
 * Returns the project folder of a trial, which its plan stores relative to the state folder. If it is unknown or gone, the
 * trial or its project may have been moved: then it is the folder that was given.
 */
export function projectOf(
  planned: string | undefined,
  {project: given, stateDir}: {readonly project: string; readonly stateDir: string},
): string {
  const folder = planned === undefined ? given : resolve(stateDir, planned);
  return existsSync(folder) ? folder : given;
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
