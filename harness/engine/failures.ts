import {type FailureOf, failureTable} from '../domain/failure.ts';

const DOCTOR = 'How to get it on this system: ruletrial doctor';

export const engineFailures = failureTable({
  'engine-not-found': {
    exit: 3,
    say: (f: {path: string; reason: string}) => `no Snort 3 at ${f.path}: ${f.reason}. ${DOCTOR}`,
  },
  'engine-too-old': {
    exit: 3,
    say: (f: {path: string; version: string}) =>
      `${f.path} is Snort ${f.version}, whose rules and alerts are of another kind; expected Snort 3. ${DOCTOR}`,
  },
  'engine-defaults-missing': {
    exit: 3,
    say: (f: {path: string; looked: readonly string[]}) =>
      `no snort.lua found for ${f.path}; looked in ${f.looked.join(', ')}. ` +
      'Name it in the environment variable RULETRIAL_SNORT_LUA',
  },
  'daq-missing': {
    exit: 3,
    say: (f: {path: string; module: string}) =>
      `${f.path} has no DAQ module "${f.module}". Name the folder of libdaq's modules in RULETRIAL_DAQ_DIR`,
  },
  'rules-rejected': {
    exit: 4,
    say: (f: {arm: string; file: string; line: number; reason: string; more: number}) =>
      `${f.file}:${f.line}: Snort refuses this rule of arm ${f.arm}: ${f.reason}` +
      `${f.more > 0 ? ` (and ${f.more} more)` : ''}. Mend or comment out the rule, then run: ruletrial check`,
  },
  'config-rejected': {
    exit: 4,
    say: (f: {arm: string; reason: string}) =>
      `Snort refuses the configuration of arm ${f.arm}: ${f.reason}. ` +
      'Look at engine: (home_net, external_net, tweaks) in its schedule',
  },
  'check-timeout': {
    exit: 6,
    say: (f: {arm: string; seconds: number}) =>
      `Snort's config test of arm ${f.arm} did not end within ${f.seconds} s. Look at the machine's load and memory`,
  },
  'smoke-run-failed': {
    exit: 4,
    say: (f: {arm: string; alerts: number; reason: string}) =>
      `the rules of ${f.arm} fail the smoke run: one packet, one rule of ruletrial's own, 1 alert expected, ` +
      `found ${f.alerts}${f.reason}. Look for pass rules and tweaks that end all inspection, then at: ruletrial doctor`,
  },
  'engine-not-started': {
    exit: 6,
    say: (f: {arm: string; reason: string}) =>
      `Snort could not be started for arm ${f.arm}: ${f.reason}. Look at this machine with: ruletrial doctor`,
  },
  'recording-missing': {
    exit: 4,
    say: (f: {arm: string; folder: string; missing: string}) =>
      `nothing recorded in ${f.folder} fits arm ${f.arm}: ${f.missing}. Recorded runs answer only for the very rules, ` +
      'settings and captures that they were made with; install Snort 3 for others (ruletrial doctor)',
  },
  'recording-broken': {
    exit: 4,
    say: (f: {file: string; reason: string}) =>
      `the recorded run ${f.file} cannot be read: ${f.reason}. Restore it, or run with Snort: --engine snort3`,
  },
});

export type EngineFailure = FailureOf<typeof engineFailures>;
