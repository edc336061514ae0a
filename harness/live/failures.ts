import {type FailureOf, failuresOf, failureTable} from '../domain/failure.ts';

export const liveFailures = failureTable({
  'interface-missing': {
    exit: 3,
    say: (f: {file: string; line: number; name: string}) =>
      f.name === 'auto'
        ? `${f.file}:${f.line}: "interface: auto" needs a default route, and this machine has none. Name an interface, such as eth0; ` +
          'list them with: ip link, or: ruletrial doctor'
        : `${f.file}:${f.line}: there is no interface "${f.name}" on this machine. List them with: ip link, or: ruletrial doctor`,
  },
  'recorder-missing': {
    exit: 3,
    say: (f: {file: string; line: number}) =>
      `${f.file}:${f.line}: "record:" needs tcpdump, which is missing or does not run. Install it (apt install tcpdump), set its path in ` +
      'RULETRIAL_TCPDUMP, or remove "record:" and "then:" from the schedule',
  },
  'no-arm-available': {
    exit: 3,
    say: (f: {arms: readonly string[]}) =>
      `no arm has rules to run (${f.arms.join(', ')}). What each one lacks is listed above; take what is available with: ` +
      'ruletrial snapshot take --all',
  },
  'already-conducted': {
    exit: 5,
    say: (f: {schedule: string}) =>
      `${f.schedule} is already running. See its progress with: ruletrial trial status`,
  },
  'filter-refused': {
    exit: 4,
    say: (f: {file: string; filter: string; reason: string}) =>
      `${f.file}: tcpdump refuses the filter "${f.filter}": ${f.reason}. Expected a BPF expression such as: ` +
      'not port 64297',
  },
  'report-not-written': {
    exit: 5,
    say: (f: {trial: string; reason: string}) =>
      `the report was not written: ${f.reason}. Write it with: ruletrial report ${f.trial} --format all`,
  },
  'not-conducted': {
    exit: 4,
    say: (f: {trial: string; reason: string}) =>
      `${f.trial} cannot be stopped: ${f.reason}. See what is running with: ruletrial trial status`,
  },
  'no-live-schedule': {
    exit: 4,
    say: (f: {known: readonly string[]}) =>
      'there is no rotating or concurrent schedule for the daemon to run. ' +
      `Schedules: ${f.known.join(', ') || 'none'}. Create an example with: ruletrial init`,
  },
});

export const {fail, failure} = failuresOf(liveFailures);

export type LiveFailure = FailureOf<typeof liveFailures>;
