import {type FailureOf, failuresOf, failureTable} from '../domain/failure.ts';
import {knownWords} from '../domain/nearest.ts';
import {scheduleOf} from '../domain/trial-name.ts';

export const trialFailures = failureTable({
  'trial-missing': {
    exit: 4,
    say: (f: {trial: string; known: readonly string[]}) =>
      `no trial "${f.trial}" in this state folder. ` +
      (f.known.length > 0
        ? // a schedule's name means its newest trial
          knownWords(f.trial, f.known, [...f.known.map(scheduleOf), ...f.known])
        : 'Run one with: ruletrial trial run SCHEDULE'),
  },
  'arm-missing': {
    exit: 4,
    say: (f: {trial: string; arm: string; arms: readonly string[]}) =>
      `${f.trial} has no arm "${f.arm}". ` +
      (f.arms.length > 0 ? knownWords(f.arm, f.arms) : 'It has none yet'),
  },
  'trial-name': {
    exit: 2,
    say: (f: {name: string}) =>
      `"${f.name}" is not a valid name: expected up to 64 lowercase letters, digits, "-", "_" and ".", such as community-2024`,
  },
  'trial-sealed': {
    exit: 4,
    say: (f: {trial: string}) =>
      `${f.trial} is sealed: its data can no longer change. See it with: ruletrial report ${f.trial}; logs can be imported under another trial name`,
  },
  'trial-kind': {
    exit: 4,
    say: (f: {trial: string; found: string; expected: string}) =>
      `${f.trial} is a trial of kind ${f.found}; expected one of kind ${f.expected}. ` +
      (f.found === 'rotating' || f.found === 'concurrent'
        ? `To replay its recorded traffic: ruletrial trial replay ${f.trial}. A live trial is sealed when it ends; to end it early: ruletrial trial stop ${f.trial}`
        : 'Use another name'),
  },
  'trial-broken': {
    exit: 5,
    say: (f: {trial: string; reason: string}) =>
      `the store of ${f.trial} cannot be used: ${f.reason}. Restore it from a copy; other trials and all snapshots are intact`,
  },
  'catalogue-broken': {
    exit: 5,
    say: (f: {file: string; reason: string}) =>
      `${f.file} cannot be used: ${f.reason}. Trials and snapshot files are intact. Restore this file ` +
      'from a copy, or remove it: ruletrial snapshot take creates it again',
  },
  'trial-interrupted': {
    exit: 6,
    say: (f: {trial: string; schedule: string}) =>
      `${f.trial} was interrupted; nothing is lost. Continue with: ruletrial trial run ${f.schedule}`,
  },
  'captures-missing': {
    exit: 4,
    say: (f: {file: string; line: number; entry: string; reason: string}) =>
      `${f.file}:${f.line}: captures: ${f.entry}: ${f.reason}. Expected a capture file, a folder of them or a glob, ` +
      'relative to the project folder',
  },
  'engine-changed': {
    exit: 3,
    say: (f: {trial: string; arm: string; planned: string; found: string}) =>
      `${f.trial} was planned with ${f.planned} for arm ${f.arm}, found ${f.found}. Restore the planned engine, or ` +
      'remove the unfinished trial and start again',
  },
  'capture-changed': {
    exit: 4,
    say: (f: {path: string; reason: string}) =>
      `the capture ${f.path} is missing or has changed since the trial was planned: ${f.reason}. Restore it unchanged, or start a new trial`,
  },
  'state-locked': {
    exit: 5,
    say: (f: {folder: string}) =>
      `another ruletrial is running in ${f.folder}. Wait for it to finish; if it is a daemon, stop it (it continues ` +
      'when started again); or use another folder: --state-dir DIR',
  },
  'state-unwritable': {
    exit: 5,
    say: (f: {folder: string; reason: string}) =>
      `cannot write in ${f.folder}: ${f.reason}. Give this user write access, or use another folder: --state-dir DIR, for reports --reports DIR`,
  },
  'disk-full': {
    exit: 5,
    say: (f: {folder: string; freeBytes: number | undefined}) =>
      `no space left on the disk of ${f.folder}` +
      (f.freeBytes === undefined ? '' : ` (${Math.floor(f.freeBytes / 1024 / 1024)} MiB free)`) +
      '. Stored data is intact. Free some space, then run the same command again',
  },
  'captures-abandoned': {
    exit: 8,
    say: (f: {trial: string; captures: number}) =>
      `${f.trial} is sealed, but ${f.captures === 1 ? 'one capture was' : `${f.captures} captures were`} not read by every arm: the engine ended early ` +
      "on each attempt. The report lists them with the engine's last output. Fix that, then: ruletrial trial run SCHEDULE",
  },
  'rerun-differs': {
    exit: 7,
    say: (f: {trial: string; of: string; differences: number}) =>
      `${f.trial} differs from ${f.of} in ${f.differences} ${f.differences === 1 ? 'point' : 'points'}. See them side by side with: ruletrial report ${f.trial}`,
  },
  'rerun-unfinished': {
    exit: 4,
    say: (f: {trial: string; schedule: string}) =>
      `${f.trial} did not finish: not every arm read every capture, so a rerun cannot be compared with it. ` +
      `Run the schedule instead: ruletrial trial run ${f.schedule}`,
  },
  'nothing-recorded': {
    exit: 4,
    say: (f: {trial: string; slots: string}) =>
      `${f.trial} has no recorded traffic of ${f.slots}: none was recorded, or the ring deleted it. Set ` +
      '"record:" with a larger "ring:" in the schedule',
  },
});

export const {fail, failure} = failuresOf(trialFailures);

export type TrialFailure = FailureOf<typeof trialFailures>;
