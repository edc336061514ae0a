import {type FailureOf, failuresOf, failureTable} from '../domain/failure.ts';

export const trialFailures = failureTable({
  'trial-missing': {
    exit: 4,
    say: (f: {trial: string; known: readonly string[]}) =>
      `no trial "${f.trial}" in this state folder. ` +
      (f.known.length > 0 ? `Known: ${f.known.join(', ')}` : 'Run one with: ruletrial trial run NAME'),
  },
  'trial-name': {
    exit: 2,
    say: (f: {name: string}) =>
      `"${f.name}" is no name: expected small letters, digits, "-", "_" and ".", 64 at most, such as community-2024`,
  },
  'trial-sealed': {
    exit: 4,
    say: (f: {trial: string}) =>
      `${f.trial} is sealed: its data never change. Use another name for the trial`,
  },
  'trial-kind': {
    exit: 4,
    say: (f: {trial: string; found: string; expected: string}) =>
      `${f.trial} is of kind ${f.found}; expected ${f.expected}. ` +
      (f.found === 'rotating' || f.found === 'concurrent'
        ? 'What it recorded goes through arms again with: ruletrial trial replay. It is sealed by the process that conducts it, before its time with: ruletrial trial stop'
        : 'Use another name'),
  },
  'trial-broken': {
    exit: 5,
    say: (f: {trial: string; reason: string}) =>
      `the store of ${f.trial} cannot be used: ${f.reason}. Restore it from a copy; other trials and all snapshots are sound`,
  },
  'catalogue-broken': {
    exit: 5,
    say: (f: {file: string; reason: string}) =>
      `${f.file} cannot be used: ${f.reason}. The trials and the snapshots' files beside it are sound. Restore this one file ` +
      'from a copy, or move it away: ruletrial snapshot take then makes it anew',
  },
  'trial-stopped': {
    exit: 6,
    say: (f: {trial: string; schedule: string}) =>
      `${f.trial} was stopped before its end; nothing is lost. Go on with: ruletrial trial run ${f.schedule}`,
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
      `${f.trial} was planned with ${f.planned} for arm ${f.arm}, found ${f.found}. Bring the planned engine back, or ` +
      'remove the unfinished trial and start anew',
  },
  'capture-changed': {
    exit: 4,
    say: (f: {path: string; reason: string}) =>
      `the capture ${f.path} is no longer what was planned: ${f.reason}. Put the planned file back, or start a new trial`,
  },
  'state-locked': {
    exit: 5,
    say: (f: {folder: string}) =>
      `another ruletrial is at work in ${f.folder}. Wait for its end; stop it where it is a daemon, which goes on ` +
      'when it is started again; or use another folder: --state-dir DIR',
  },
  'state-unwritable': {
    exit: 5,
    say: (f: {folder: string; reason: string}) =>
      `cannot write in ${f.folder}: ${f.reason}. Give this user the right to write there, or use --state-dir DIR`,
  },
  'disk-full': {
    exit: 5,
    say: (f: {folder: string; freeBytes: number | undefined}) =>
      `no space left on the disk of ${f.folder}` +
      (f.freeBytes === undefined ? '' : ` (${Math.floor(f.freeBytes / 1024 / 1024)} MiB free)`) +
      '. What was stored is sound. Make room, then run the same command again',
  },
  'captures-given-up': {
    exit: 8,
    say: (f: {trial: string; captures: number}) =>
      `${f.trial} is sealed, but ${f.captures === 1 ? 'one capture was' : `${f.captures} captures were`} not read by every arm: the engine ended early ` +
      'on each attempt. The report names them, with what the engine said last. Mend that, then: ruletrial trial run NAME',
  },
  'rerun-differs': {
    exit: 7,
    say: (f: {trial: string; of: string; differences: number}) =>
      `${f.trial} differs from ${f.of} in ${f.differences} ${f.differences === 1 ? 'point' : 'points'}. See them side by side with: ruletrial report ${f.trial}`,
  },
  'nothing-recorded': {
    exit: 4,
    say: (f: {trial: string; slots: string}) =>
      `${f.trial} holds no recorded traffic of ${f.slots}: it recorded none, or the ring dropped it. Give ` +
      'record: with a larger ring: to the schedule',
  },
});

export const {fail, failure} = failuresOf(trialFailures);

export type TrialFailure = FailureOf<typeof trialFailures>;
