import {type FailureOf, failuresOf, failureTable} from '../domain/failure.ts';

/** The last sentence of messages about a missing Snort; doctor itself leaves it out. */
export const SEE_DOCTOR = 'To see how to install it: ruletrial doctor';

/** A rule that Snort refuses, with its position for the user. */
export interface RefusedRule {
  /** `gid:sid:rev`; undefined if unknown. */
  readonly rule: string | undefined;
  readonly file: string;
  /** The line number, from 1. */
  readonly line: number;
  readonly reason: string;
}

const refusedText = ({rule, file, line, reason}: RefusedRule, arm: string): string =>
  `${file}:${line}: Snort refuses ${rule === undefined ? 'this rule' : `rule ${rule}`} of arm ${arm}: ${reason}`;

/** Returns the reason for rules with undeclared variables. */
export const undefinedVariables = (names: readonly string[]): string =>
  `undefined variable ${names.map(name => `$${name}`).join(', ')}`;

/** Advises to declare missing variables, since such rules are valid and need not be left out. */
function variablesToDeclare(refused: readonly RefusedRule[]): string {
  const names = refused.flatMap(({reason}) =>
    /^undefined variable \$/.test(reason)
      ? [...reason.matchAll(/\$(\w+)/g)].map(([, name]) => String(name))
      : [],
  );
  if (names.length === 0) return '';
  const declared = [...new Set(names)].map(name => `${name}: ${/PORTS?$/.test(name) ? '"[...]"' : 'any'}`);
  return `Define the variables in the ruleset, each with your own value: variables: { ${declared.join(', ')} }. `;
}

/** How many rules a message lists; the rest are only counted. */
const SHOWN = 20;

/** Advises how to leave all refused rules out, with entries to copy into the ruleset. */
function remedyFor(refused: readonly RefusedRule[], count: number): string {
  if (count > refused.length && refused.length > SHOWN)
    return 'There are too many to leave out one by one: leave out whole files with "exclude:", or use rules for this Snort version';
  const so = refused.filter(({reason}) => /^SO rule \d+ not loaded/.test(reason));
  const others = refused.filter(one => !so.includes(one));
  const entries = [...(so.length > 0 ? [SO_RULES] : []), ...keyRanges(others)];
  if (entries.length === 0) return 'Fix or comment out the rule';
  const why =
    so.length === 0
      ? `Fix the rules${refused.some(({rule}) => rule === undefined) ? ', or comment out those without a gid:sid' : ''}`
      : 'Shared-object rules need the objects from their archive: load them with "so_rules: load"';
  return `${why}, or leave them out of the ruleset with: disable: [${entries.map(one => JSON.stringify(one)).join(', ')}]`;
}

/** Matches the stubs of all shared-object rules. */
const SO_RULES = 'pcre:soid *:';

/** Returns the `gid:sid` of each rule, with consecutive sids as ranges. */
function keyRanges(refused: readonly RefusedRule[]): readonly string[] {
  const keys = refused.flatMap(({rule}) => {
    const [, gid, sid] = /^(\d{1,10}):(\d{1,10}):/.exec(rule ?? '') ?? [];
    return gid === undefined || sid === undefined ? [] : [{gid: Number(gid), sid: Number(sid)}];
  });
  keys.sort((a, b) => a.gid - b.gid || a.sid - b.sid);
  const ranges: {gid: number; from: number; to: number}[] = [];
  for (const {gid, sid} of keys) {
    const last = ranges.at(-1);
    if (last?.gid === gid && sid <= last.to + 1) last.to = sid;
    else ranges.push({gid, from: sid, to: sid});
  }
  return ranges.map(({gid, from, to}) => (from === to ? `${gid}:${from}` : `${gid}:${from}-${gid}:${to}`));
}

export const engineFailures = failureTable({
  'engine-not-found': {
    exit: 3,
    say: (f: {path: string; reason: string}) => `no Snort 3 at ${f.path}: ${f.reason}. ${SEE_DOCTOR}`,
  },
  'engine-too-old': {
    exit: 3,
    say: (f: {path: string; version: string}) =>
      `${f.path} is Snort ${f.version}, which has different rules and alerts; expected Snort 3. ${SEE_DOCTOR}`,
  },
  'engine-defaults-missing': {
    exit: 3,
    say: (f: {path: string; looked: readonly string[]}) =>
      `no snort.lua found for ${f.path}; searched ${f.looked.join(', ')}. ` +
      'Set its path in the environment variable RULETRIAL_SNORT_LUA',
  },
  'daq-missing': {
    exit: 3,
    say: (f: {path: string; module: string}) =>
      `${f.path} has no DAQ module "${f.module}". Set RULETRIAL_DAQ_DIR to the folder with libdaq's modules`,
  },
  'rules-rejected': {
    exit: 4,
    say: (f: {arm: string; refused: readonly RefusedRule[]; count: number; dialect?: string | undefined}) =>
      `${f.refused
        .slice(0, SHOWN)
        .map(one => refusedText(one, f.arm))
        .join('; ')}` +
      `${f.count > Math.min(SHOWN, f.refused.length) ? `; and ${f.count - Math.min(SHOWN, f.refused.length)} more` : ''}` +
      `${f.dialect === undefined ? '' : `. ${f.dialect}`}. ${variablesToDeclare(f.refused)}${remedyFor(f.refused, f.count)}, then run: ruletrial check`,
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
      `ruletrial counts ${f.ours} enabled rules for ${f.arm}, but Snort counts ${f.snorts}` +
      `${f.onlyOurs.length > 0 ? `; Snort leaves out ${f.onlyOurs.join(', ')}` : ''}` +
      `${f.onlySnorts.length > 0 ? `; only Snort enables ${f.onlySnorts.join(', ')}` : ''}. ` +
      'The comparison would not match what runs: leave these rules out with "disable:" in the ruleset, and report them as a bug',
  },
  'config-rejected': {
    exit: 4,
    say: (f: {arm: string; reason: string}) =>
      `Snort refuses the configuration of arm ${f.arm}: ${f.reason}. ` +
      'Check "engine:" (home_net, external_net, tweaks) in its schedule, and "variables:" in its ruleset',
  },
  'check-timeout': {
    exit: 6,
    say: (f: {arm: string; seconds: number}) =>
      `Snort's config test of arm ${f.arm} did not end within ${f.seconds} s. Check the machine's load and memory`,
  },
  'smoke-run-failed': {
    exit: 4,
    say: (f: {arm: string; alerts: number; reason: string}) =>
      `the rules of ${f.arm} fail the smoke run (one packet and one rule of ruletrial's own): expected 1 alert, ` +
      `found ${f.alerts}${f.reason}. Look for pass rules or tweaks that stop inspection, then run: ruletrial doctor`,
  },
  'engine-not-started': {
    exit: 6,
    say: (f: {arm: string; reason: string}) =>
      `Snort could not be started for arm ${f.arm}: ${f.reason}. Check this machine with: ruletrial doctor`,
  },
  'recorded-run-missing': {
    exit: 4,
    say: (f: {arm: string; folder: string; missing: string}) =>
      `no recorded run in ${f.folder} matches arm ${f.arm}: ${f.missing}. Recorded runs are valid only for exactly the rules, ` +
      'settings and captures that they were made with; for anything else, install Snort 3 (ruletrial doctor)',
  },
  'recorded-run-broken': {
    exit: 4,
    say: (f: {file: string; reason: string}) =>
      `the recorded run ${f.file} cannot be read: ${f.reason}. Restore it, or run with Snort: --engine snort3`,
  },
});

export const {fail} = failuresOf(engineFailures);

export type EngineFailure = FailureOf<typeof engineFailures>;
