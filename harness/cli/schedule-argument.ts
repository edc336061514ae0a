import {basename, dirname, resolve} from 'node:path';

/** How help describes the argument of commands that take a schedule. */
export const SCHEDULE_ARGUMENT = 'a file in schedules/, or its name without .yaml';

/** Returns the name of a schedule, which may be given as the path of its file. */
export function scheduleName(given: string, project: string): string {
  const folder = resolve(project, 'schedules');
  const inFolder = [resolve(given), resolve(project, given)].some(path => dirname(path) === folder);
  return inFolder && given.endsWith('.yaml') ? basename(given, '.yaml') : given;
}
