import type {Command} from './command.ts';

/** All commands; each is loaded only when it is used. An entry with a group has subcommands. */
export const COMMANDS: readonly Entry[] = [
  {
    word: 'init',
    describe: 'Create a commented example project here',
    load: async () => (await import('./commands/init.ts')).init,
  },
  {
    word: 'check',
    describe: 'Check rulesets and schedules, and show what would run',
    load: async () => (await import('./commands/check.ts')).check,
  },
  {
    word: 'demo',
    describe: 'Run the bundled demo trial',
    load: async () => (await import('./commands/demo.ts')).demo,
  },
  {
    word: 'daemon',
    describe: 'Run live schedules',
    load: async () => (await import('./commands/daemon.ts')).daemon,
  },
  {
    word: 'trial',
    describe: 'Preview, run, stop, list, replay, seal and remove trials',
    runsEngines: true,
    group: [
      {
        word: 'plan',
        describe: 'Preview a live schedule',
        load: async () => (await import('./commands/trial-plan.ts')).trialPlan,
      },
      {
        word: 'run',
        describe: 'Run a schedule to completion',
        load: async () => (await import('./commands/trial-run.ts')).trialRun,
      },
      {
        word: 'rerun',
        describe: 'Repeat a replay and compare every alert',
        load: async () => (await import('./commands/trial-rerun.ts')).trialRerun,
      },
      {
        word: 'status',
        describe: 'Show every live trial that is not sealed',
        load: async () => (await import('./commands/trial-status.ts')).trialStatus,
      },
      {
        word: 'stop',
        describe: 'Stop a live trial early',
        load: async () => (await import('./commands/trial-stop.ts')).trialStop,
      },
      {
        word: 'replay',
        describe: 'Replay recorded live traffic as a new trial',
        load: async () => (await import('./commands/trial-replay.ts')).trialReplay,
      },
      {
        word: 'seal',
        describe: 'Seal a trial of imported logs',
        load: async () => (await import('./commands/trial-seal.ts')).trialSeal,
      },
      {
        word: 'remove',
        describe: 'Delete a trial',
        load: async () => (await import('./commands/trial-remove.ts')).trialRemove,
      },
      {
        word: 'list',
        describe: 'List trials',
        load: async () => (await import('./commands/trial-list.ts')).trialList,
      },
    ],
  },
  {
    word: 'snapshot',
    describe: 'Take, list, compare and verify ruleset snapshots',
    group: [
      {
        word: 'take',
        describe: 'Take snapshots of rulesets',
        load: async () => (await import('./commands/snapshot-take.ts')).snapshotTake,
      },
      {
        word: 'list',
        describe: 'List snapshots',
        load: async () => (await import('./commands/snapshot-list.ts')).snapshotList,
      },
      {
        word: 'show',
        describe: 'Show a snapshot',
        load: async () => (await import('./commands/snapshot-show.ts')).snapshotShow,
      },
      {
        word: 'verify',
        describe: 'Verify snapshots byte by byte',
        load: async () => (await import('./commands/snapshot-verify.ts')).snapshotVerify,
      },
      {
        word: 'diff',
        describe: 'Compare the rules of two snapshots',
        load: async () => (await import('./commands/snapshot-diff.ts')).snapshotDiff,
      },
      {
        word: 'import',
        describe: 'Copy snapshots from another state folder',
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
    describe: 'Look up rules in the catalogue',
    group: [
      {
        word: 'show',
        describe: 'Show a rule in all snapshots',
        load: async () => (await import('./commands/rule-show.ts')).ruleShow,
      },
      {
        word: 'list',
        describe: 'List rules by CVE, ATT&CK technique, classtype, text or policy',
        load: async () => (await import('./commands/rule-list.ts')).ruleList,
      },
    ],
  },
  {
    word: 'report',
    describe: "Show a trial's report",
    load: async () => (await import('./commands/report.ts')).report,
  },
  {
    word: 'fired',
    describe: 'List the rules that fired',
    load: async () => (await import('./commands/fired.ts')).fired,
  },
  {
    word: 'export',
    describe: 'Export the report of one arm',
    load: async () => (await import('./commands/export.ts')).exportArm,
  },
  {
    word: 'ingest',
    describe: 'Import alert_json logs from other Snort runs',
    load: async () => (await import('./commands/ingest.ts')).ingest,
  },
  {
    word: 'doctor',
    describe: 'Check this machine, and show how to install Snort 3',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  {
    word: 'completion',
    describe: 'Print a script for shell completion',
    load: async () => (await import('./commands/completion.ts')).completion,
  },
];

// biome-ignore lint/suspicious/noExplicitAny: each command knows its own options
export type AnyCommand = Command<any>;

export interface Entry {
  readonly word: string;
  readonly describe: string;
  readonly load?: () => Promise<AnyCommand>;
  readonly group?: readonly Entry[];
  /** Whether a command of the group runs engines, as the command itself says. */
  readonly runsEngines?: boolean;
}

/** Lists every command as a user types it: `trial run`. */
export const commandWords = (entries: readonly Entry[] = COMMANDS): readonly string[] =>
  entries.flatMap(({word, group}) => (group ? commandWords(group).map(inner => `${word} ${inner}`) : [word]));

/** Returns the commands of a group, by the words that lead to it. */
export const commandsIn = ([word]: readonly string[]): readonly Entry[] =>
  word === undefined ? COMMANDS : (COMMANDS.find(one => one.word === word)?.group ?? []);

/** Loads a command by its words; undefined if there is none. */
export function loadCommand(path: string): Promise<AnyCommand> | undefined {
  const entry = path
    .split(' ')
    .reduce<Entry | undefined>(
      (found, word) => (found ? found.group : COMMANDS)?.find(one => one.word === word),
      undefined,
    );
  return entry?.load?.();
}
