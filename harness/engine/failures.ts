import {type FailureOf, failureTable} from '../domain/failure.ts';

const DOCTOR = 'How to get it on this system: ruletrial doctor';

/** A rule that Snort does not take, where the user finds it. */
export interface RefusedRule {
  /** `gid:sid:rev`; undefined where it cannot be told. */
  readonly rule: string | undefined;
  readonly file: string;
  /** The first is 1. */
  readonly line: number;
  readonly reason: string;
}

const refusedWords = ({rule, file, line, reason}: RefusedRule, arm: string): string =>
  `${file}:${line}: Snort refuses ${rule === undefined ? 'this rule' : `rule ${rule}`} of arm ${arm}: ${reason}`;

/** What leaves them out, ready to be copied into the ruleset. */
function remedyFor(refused: readonly RefusedRule[]): string {
  const keys = refused.flatMap(({rule}) => {
    const key = /^\d{1,10}:\d{1,10}(?=:)/.exec(rule ?? '')?.[0];
    return key === undefined ? [] : [`"${key}"`];
  });
  return keys.length === 0
    ? 'Mend or comment out the rule'
    : `Mend the rules, or leave them out of the ruleset with: disable: [${[...new Set(keys)].join(', ')}]`;
}

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
    say: (f: {arm: string; refused: readonly RefusedRule[]; count: number; dialect?: string | undefined}) =>
      `${f.refused.map(one => refusedWords(one, f.arm)).join('; ')}` +
      `${f.count > f.refused.length ? `; and ${f.count - f.refused.length} more` : ''}` +
      `${f.dialect === undefined ? '' : `. ${f.dialect}`}. ${remedyFor(f.refused)}, then run: ruletrial check`,
  },
  'rule-counts-differ': {
    exit: 4,
    say: (f: {
      arm: string;
      ours: number;
      snorts: number;
      onlyOurs: readonly string[];
      onlySnorts: readonly string[];
    }) =>
      `ruletrial reads ${f.ours} enabled rules of ${f.arm}, Snort enables ${f.snorts}` +
      `${f.onlyOurs.length > 0 ? `; Snort leaves out ${f.onlyOurs.join(', ')}` : ''}` +
      `${f.onlySnorts.length > 0 ? `; Snort alone enables ${f.onlySnorts.join(', ')}` : ''}. ` +
      'What is compared would not be what runs: leave these rules out with disable: in the ruleset, and report the rules that are read otherwise',
  },
  'config-rejected': {
    exit: 4,
    say: (f: {arm: string; reason: string}) =>
      `Snort refuses the configuration of arm ${f.arm}: ${f.reason}. ` +
      'Look at engine: (home_net, external_net, tweaks) in its schedule, and at variables: of its ruleset',
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
