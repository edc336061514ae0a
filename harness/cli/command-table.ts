import type {Command} from './command.ts';

/** Commands by word, each loaded only when it is asked for; a nested table is a group. */
export const COMMANDS: readonly Entry[] = [
  {
    word: 'init',
    describe: 'Write a commented working example here',
    load: async () => (await import('./commands/init.ts')).init,
  },
  {
    word: 'check',
    describe: 'Check every declaration and say what would run',
    load: async () => (await import('./commands/check.ts')).check,
  },
  {
    word: 'demo',
    describe: 'Run the bundled demo trial',
    load: async () => (await import('./commands/demo.ts')).demo,
  },
  {
    word: 'daemon',
    describe: 'Conduct all live schedules',
    load: async () => (await import('./commands/daemon.ts')).daemon,
  },
  {
    word: 'trial',
    describe: 'Plan, run, stop, list, replay and seal trials',
    group: [
      {
        word: 'plan',
        describe: 'Show what a live schedule would do',
        load: async () => (await import('./commands/trial-plan.ts')).trialPlan,
      },
      {
        word: 'run',
        describe: 'Run a schedule to its seal',
        load: async () => (await import('./commands/trial-run.ts')).trialRun,
      },
      {
        word: 'rerun',
        describe: 'Run a stored plan again; say whether it is identical',
        load: async () => (await import('./commands/trial-rerun.ts')).trialRerun,
      },
      {
        word: 'status',
        describe: 'Tell what runs now, and how it goes',
        load: async () => (await import('./commands/trial-status.ts')).trialStatus,
      },
      {
        word: 'stop',
        describe: 'End a live trial before its time',
        load: async () => (await import('./commands/trial-stop.ts')).trialStop,
      },
      {
        word: 'replay',
        describe: 'Recorded live traffic through arms, as a new trial',
        load: async () => (await import('./commands/trial-replay.ts')).trialReplay,
      },
      {
        word: 'seal',
        describe: 'Seal a trial of ingested logs',
        load: async () => (await import('./commands/trial-seal.ts')).trialSeal,
      },
      {
        word: 'list',
        describe: 'List the trials of the state folder',
        load: async () => (await import('./commands/trial-list.ts')).trialList,
      },
    ],
  },
  {
    word: 'snapshot',
    describe: 'Take, list, compare and verify snapshots of rulesets',
    group: [
      {
        word: 'take',
        describe: 'Take snapshots of rulesets, through the gate',
        load: async () => (await import('./commands/snapshot-take.ts')).snapshotTake,
      },
      {
        word: 'list',
        describe: 'List the snapshots of the state folder',
        load: async () => (await import('./commands/snapshot-list.ts')).snapshotList,
      },
      {
        word: 'show',
        describe: 'Tell all about one snapshot',
        load: async () => (await import('./commands/snapshot-show.ts')).snapshotShow,
      },
      {
        word: 'verify',
        describe: 'Look at every byte of snapshots again',
        load: async () => (await import('./commands/snapshot-verify.ts')).snapshotVerify,
      },
      {
        word: 'diff',
        describe: 'Compare the rules of two snapshots',
        load: async () => (await import('./commands/snapshot-diff.ts')).snapshotDiff,
      },
      {
        word: 'import',
        describe: 'Take over the snapshots of another state folder',
        load: async () => (await import('./commands/snapshot-import.ts')).snapshotImport,
      },
      {
        word: 'prune',
        describe: 'Remove old snapshots that no trial uses',
        load: async () => (await import('./commands/snapshot-prune.ts')).snapshotPrune,
      },
    ],
  },
  {
    word: 'rule',
    describe: 'Ask the catalogue about rules',
    group: [
      {
        word: 'show',
        describe: 'Tell all about one rule over all snapshots',
        load: async () => (await import('./commands/rule-show.ts')).ruleShow,
      },
      {
        word: 'list',
        describe: 'List rules by CVE, technique, classtype, words, policy',
        load: async () => (await import('./commands/rule-list.ts')).ruleList,
      },
    ],
  },
  {
    word: 'report',
    describe: 'Tell a trial, side by side',
    load: async () => (await import('./commands/report.ts')).report,
  },
  {
    word: 'fired',
    describe: 'List the rules that fired',
    load: async () => (await import('./commands/fired.ts')).fired,
  },
  {
    word: 'export',
    describe: 'Export the summary of one ruleset',
    load: async () => (await import('./commands/export.ts')).exportArm,
  },
  {
    word: 'ingest',
    describe: 'Take in alert_json logs of other runs',
    load: async () => (await import('./commands/ingest.ts')).ingest,
  },
  {
    word: 'doctor',
    describe: 'Look at this machine; how to get Snort 3',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
];

// biome-ignore lint/suspicious/noExplicitAny: each command knows its own options
export type AnyCommand = Command<any>;

export interface Entry {
  readonly word: string;
  readonly describe: string;
  readonly load?: () => Promise<AnyCommand>;
  readonly group?: readonly Entry[];
}

/** Every command as a user types it: `trial run`. */
export const commandWords = (entries: readonly Entry[] = COMMANDS): readonly string[] =>
  entries.flatMap(({word, group}) => (group ? commandWords(group).map(inner => `${word} ${inner}`) : [word]));

/** Loads a command; for the docs test. */
export function loadCommand(words: string): Promise<AnyCommand> | undefined {
  const entry = words
    .split(' ')
    .reduce<Entry | undefined>(
      (found, word) => (found ? found.group : COMMANDS)?.find(one => one.word === word),
      undefined,
    );
  return entry?.load?.();
}
