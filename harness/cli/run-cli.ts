import leven from 'leven';
import type {Argv} from 'yargs';
import yargs from 'yargs';
import type {Failure} from '../domain/failure.ts';
import {failed, type Result} from '../domain/result.ts';
import {tellFailure} from './all-failures.ts';
import type {Command} from './command.ts';
import {printFailure} from './console.ts';
import type {CliFailure} from './failures.ts';
import type {Outside} from './outside.ts';

/** Commands by word, each loaded only when it is asked for; a nested table is a group. */
const COMMANDS: readonly Entry[] = [
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
    word: 'trial',
    describe: 'Run, rerun, list and seal trials',
    group: [
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
    word: 'report',
    describe: 'Tell a trial, side by side',
    load: async () => (await import('./commands/report.ts')).report,
  },
  {
    word: 'rules',
    describe: 'Which rules fired',
    load: async () => (await import('./commands/rules.ts')).rules,
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
type AnyCommand = Command<any>;

interface Entry {
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

/** Runs one command line to its end; gives the exit code. */
export async function runCli(args: readonly string[], outside: Outside): Promise<number> {
  const path = wordsOf(args);
  const unknown = unknownWord(args, path);
  if (unknown) {
    printFailure(tellFailure(unknown).words);
    return tellFailure(unknown).exit;
  }
  const command = await loadCommand(path.join(' '));
  let result: Result<void, Failure> | undefined;
  const parser = base(outside);
  const done = (called: Result<void, Failure>): void => {
    result = called;
  };
  if (command) addCommand(parser, path, command, done, outside);
  else describeGroup(parser, path);
  try {
    // a group without its command, or nothing at all, asks for help
    await parser.parseAsync(command || args.includes('--version') ? [...args] : [...path, '--help']);
  } catch (thrown) {
    const said = thrown instanceof Error ? thrown.message : String(thrown);
    const reason = said.startsWith('Not enough non-option')
      ? `expected ${command?.usage ?? 'a command'}`
      : said;
    const known = commandWords().some(words => words === path.join(' ') || words.startsWith(`${path[0]} `))
      ? path.join(' ')
      : '';
    result = failed({kind: 'usage', reason, command: known});
  }
  if (result === undefined || result.ok) return 0;
  const {words, exit} = tellFailure(result.failure);
  if (args.includes('--json')) process.stderr.write(`${JSON.stringify({failure: result.failure, words})}\n`);
  else printFailure(words);
  return exit;
}

const WITH_VALUE = new Set(['--project', '--state-dir', '--reports', '--engine']);

/** Words that are neither options nor values of global ones. */
const bareWords = (args: readonly string[]): readonly string[] =>
  args.filter((arg, place) => !arg.startsWith('-') && !WITH_VALUE.has(args[place - 1] ?? ''));

/** A word where a command was expected, with the nearest one. */
function unknownWord(args: readonly string[], path: readonly string[]): CliFailure | undefined {
  const words = bareWords(args);
  const word = words[path.length];
  const group = path.length === 0 ? COMMANDS : COMMANDS.find(({word: first}) => first === path[0])?.group;
  if (word === undefined || !group || path.length === 2) return undefined;
  const known = group.map(entry => entry.word).sort((a, b) => leven(word, a) - leven(word, b));
  const near =
    leven(word, known[0] ?? '') <= 2
      ? `the nearest is "${known[0]}"`
      : `expected one of ${known.sort().join(', ')}`;
  return {kind: 'usage', reason: `"${word}" is no command: ${near}`, command: path.join(' ')};
}

/** The leading words that name a command. */
function wordsOf(args: readonly string[]): string[] {
  const [first, second] = bareWords(args);
  const entry = COMMANDS.find(({word}) => word === first);
  if (!entry) return [];
  const inner = entry.group?.find(({word}) => word === second);
  return inner ? [entry.word, inner.word] : [entry.word];
}

function base(outside: Outside): Argv {
  return yargs([])
    .scriptName('ruletrial')
    .usage(
      '$0 <command>\n\nPuts Snort rulesets on trial: the same traffic through each, every alert stored once,\nand a side-by-side answer to which ruleset fired what.',
    )
    .version(outside.version)
    .help()
    .alias('h', 'help')
    .wrap(Math.min(110, process.stdout.columns ?? 110))
    .option('json', {type: 'boolean', default: false, global: true, describe: 'print data as JSON'})
    .option('project', {
      type: 'string',
      default: '.',
      global: true,
      describe: 'folder with rulesets/ and schedules/',
    })
    .option('state-dir', {
      type: 'string',
      default: '.ruletrial',
      global: true,
      describe: 'folder of trials and snapshots',
    })
    .option('reports', {
      type: 'string',
      default: 'reports',
      global: true,
      describe: 'folder of written reports',
    })
    .option('engine', {
      choices: ['auto', 'snort3', 'recorded'] as const,
      default: 'auto' as const,
      global: true,
      describe: 'auto: Snort 3 where it is found, else recorded runs where the schedule names them',
    })
    .epilogue(
      'Exit codes: 0 good, 1 unforeseen, 2 wrong usage, 3 something missing on this machine, 4 input refused,\n5 store or disk, 6 not finished, 7 a rerun differs. Failures are explained in docs/failures.md.',
    )
    .strict()
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message, error) => {
      throw error ?? new Error(message);
    });
}

function addCommand(
  parser: Argv,
  path: readonly string[],
  command: AnyCommand,
  done: (result: Result<void, Failure>) => void,
  outside: Outside,
): void {
  const add = (into: Argv): Argv =>
    into.command(
      command.usage,
      command.describe,
      inner => {
        for (const [example, what] of command.examples) inner.example(example, what);
        return command.options(inner);
      },
      async options => {
        const {project, stateDir, reports, engine, json} = options as never as {
          project: string;
          stateDir: string;
          reports: string;
          engine: 'auto';
          json: boolean;
        };
        const settings = {project, stateDir, reports, engine};
        done(await command.run({options: options as never, settings, json, outside}));
      },
    );
  if (path.length === 1) add(parser);
  else parser.command(String(path[0]), '', inner => add(inner).demandCommand(1));
}

/** Help for the whole or for a group: its commands listed, none loaded. */
function describeGroup(parser: Argv, path: readonly string[]): void {
  const group = COMMANDS.find(({word}) => word === path[0])?.group;
  const list = (into: Argv, entries: readonly Entry[]): Argv => {
    for (const {word, describe, group: inner} of entries)
      into.command(inner ? `${word} <command>` : word, describe);
    return into;
  };
  if (group) parser.command(String(path[0]), '', inner => list(inner, group));
  else list(parser, COMMANDS);
}
