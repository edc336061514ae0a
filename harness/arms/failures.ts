import {type FailureOf, failureTable} from '../domain/failure.ts';

export const armFailures = failureTable({
  'schedule-kind': {
    exit: 4,
    say: (f: {schedule: string; file: string; line: number; expected: string; found: string}) =>
      `${f.file}:${f.line}: kind: expected ${f.expected} here, found ${f.found}. ` +
      (f.found === 'replay'
        ? `See what it would run with: ruletrial check ${f.schedule}`
        : `See what it would run with: ruletrial trial plan ${f.schedule}`),
  },
  'arm-twice': {
    exit: 4,
    say: (f: {file: string; line: number; arm: string}) =>
      `${f.file}:${f.line}: expected a different name for each arm, found "${f.arm}" twice. ` +
      'Set "name:" on one of them, such as "name: community-again"',
  },
  'baseline-missing': {
    exit: 4,
    say: (f: {file: string; line: number; baseline: string; arms: readonly string[]}) =>
      `${f.file}:${f.line}: baseline: expected the name of an arm, found "${f.baseline}". Arms: ${f.arms.join(', ')}`,
  },
});

export type ArmFailure = FailureOf<typeof armFailures>;
