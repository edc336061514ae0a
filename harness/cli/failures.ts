import {type FailureOf, failuresOf, failureTable} from '../domain/failure.ts';

export const cliFailures = failureTable({
  usage: {
    exit: 2,
    say: (f: {reason: string; command: string}) =>
      `${f.reason}${f.reason.endsWith('?') ? '' : '.'} See: ruletrial ${f.command ? `${f.command} ` : ''}--help`,
  },
  'nothing-to-check': {
    exit: 4,
    say: (f: {folder: string}) =>
      `${f.folder === '.' ? 'this folder' : f.folder} has no rulesets/*.yaml and no schedules/*.yaml, so there is nothing to check. ` +
      'Create working examples with: ruletrial init',
  },
  'cannot-open': {
    exit: 3,
    say: (f: {path: string; reason: string}) =>
      `${f.path} was written but could not be opened here: ${f.reason}. Open it in a browser`,
  },
  'already-there': {
    exit: 4,
    say: (f: {file: string}) =>
      `${f.file} already exists and was not overwritten. Remove it, or run init in another folder`,
  },
});

export const {fail} = failuresOf(cliFailures);

export type CliFailure = FailureOf<typeof cliFailures>;
