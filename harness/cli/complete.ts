import {basename} from 'node:path';
import type {Argv} from 'yargs';
import {scheduleOf} from '../domain/trial-name.ts';
import type {CommandDeps, Settings} from './command-deps.ts';
import {type AnyCommand, commandsIn} from './command-table.ts';
import {printData} from './console.ts';
import {knownOptions, optionNames} from './unknown-option.ts';

/** The option with which the scripts of yargs ask for the words that may come next. */
export const COMPLETION_OPTION = '--get-yargs-completions';

/** What a word may name, by its name in the usage of a command and by the option before it. */
const NAMED: Readonly<Record<string, keyof typeof NAMES>> = {
  ...{trial: 'trials', '--trial': 'trials', schedule: 'schedules'},
  ...{ruleset: 'rulesets', names: 'rulesets', snapshot: 'snapshots', before: 'snapshots', after: 'snapshots'},
  ...{'--snapshot': 'snapshots', '--arm': 'arms', '--only-arm': 'arms'},
};

/** Lists the names of each kind; `words` are those before the word to complete. */
const NAMES = {
  async trials(deps: CommandDeps, settings: Settings) {
    const trials = await deps.trials(settings);
    return [...trials, ...new Set(trials.map(scheduleOf))];
  },
  schedules: (deps: CommandDeps, settings: Settings) => deps.declared(settings, 'schedule'),
  rulesets: (deps: CommandDeps, settings: Settings) => deps.declared(settings, 'ruleset'),
  async snapshots(deps: CommandDeps, settings: Settings) {
    const catalogue = await deps.catalogue(settings);
    if (!catalogue.ok) return [];
    try {
      return [...new Set(catalogue.value.snapshots().map(({manifest}) => manifest.name))];
    } finally {
      catalogue.value.close();
    }
  },
  async arms(deps: CommandDeps, settings: Settings, words: readonly string[]) {
    const trials = await NAMES.trials(deps, settings);
    const trial = words.find(word => trials.includes(word));
    const answers = trial === undefined ? undefined : await deps.answers(settings, trial);
    if (!answers?.ok) return [];
    try {
      return (await answers.value.trial()).plan.arms.map(({name}) => name);
    } finally {
      answers.value.close();
    }
  },
};

/** A command line that is being completed. */
interface Unfinished {
  /** The words without the name of the program; the last one is to be completed. */
  readonly words: readonly string[];
  /** What stands before the last word in the same word of the shell, such as `--by=`. */
  readonly start: string;
}

/** Reads the command line that is being completed. `--by=port` becomes two words, and so do the three that bash makes of it. */
export function readUnfinished(args: readonly string[]): Unfinished {
  const [, first = '', ...rest] = args;
  // bash and zsh begin with the program's name, fish does not
  const typed = basename(first) === 'ruletrial' ? rest : [first, ...rest];
  const isEqualsSign = (word: string, index: number): boolean =>
    word === '=' && index < typed.length - 1 && typed[index - 1]?.startsWith('--') === true;
  return {
    words: typed
      .filter((word, index) => !isEqualsSign(word, index))
      .flatMap(word => WITH_EQUALS_SIGN.exec(word)?.slice(1) ?? [word]),
    start: /^--[\w-]+=/.exec(typed.at(-1) ?? '')?.[0] ?? '',
  };
}

const WITH_EQUALS_SIGN = /^(--[\w-]+)=(.*)$/s;

/** Prints the words that may come next, one per line: commands, options and their choices, and names of this project. */
export async function complete(
  {words, start}: Unfinished,
  path: readonly string[],
  command: AnyCommand | undefined,
  {parser, depsOf}: {parser: Argv; depsOf: () => Promise<CommandDeps>},
): Promise<void> {
  const current = words.at(-1) ?? '';
  const found = await nextWords(words, path, command, {parser, depsOf});
  const fitting = found.filter(word => word.startsWith(current)).map(word => `${start}${word}`);
  if (fitting.length > 0) printData(fitting.join('\n'));
}

async function nextWords(
  words: readonly string[],
  path: readonly string[],
  command: AnyCommand | undefined,
  {parser, depsOf}: {parser: Argv; depsOf: () => Promise<CommandDeps>},
): Promise<readonly string[]> {
  const options = command ? command.options(parser) : parser;
  if (words.at(-1)?.startsWith('-')) return offeredOptions(options, command).map(name => `--${name}`);
  const choices = choicesOf(options, words.at(-2) ?? '');
  if (choices) return choices;
  if (!command) return commandsIn(path).map(({word}) => word);
  const kind = kindOf(words, path, command, options);
  return kind ? NAMES[kind](await depsOf(), settingsIn(words), words.slice(0, -1)) : [];
}

/** Returns the options that help shows; for yargs, positional arguments are options as well. */
function offeredOptions(parser: Argv, command: AnyCommand | undefined): readonly string[] {
  const hidden = new Set([
    ...(command && !command.runsEngines ? ['engine'] : []),
    ...positionalsOf(command?.usage ?? '').map(({name}) => name),
  ]);
  return [...new Set(optionNames(parser))].filter(name => !hidden.has(name));
}

/** Returns the values that an option may have, if they are limited. */
const choicesOf = (parser: Argv, option: string): readonly string[] | undefined =>
  option.startsWith('--') ? knownOptions(parser).choices[option.slice(2)] : undefined;

/** Reads the positional arguments of a usage such as `ingest [files..]`. */
const positionalsOf = (usage: string): readonly {name: string; isList: boolean}[] =>
  [...usage.matchAll(/[<[](\w+)(\.\.)?[>\]]/g)].map(([, name = '', list]) => ({
    name,
    isList: list !== undefined,
  }));

/** Returns the kind of name that the last word is; undefined if it is something else, such as a number. */
function kindOf(
  words: readonly string[],
  path: readonly string[],
  {usage}: AnyCommand,
  parser: Argv,
): keyof typeof NAMES | undefined {
  const flags = new Set(knownOptions(parser).boolean.map(name => `--${name}`));
  const isOption = (word: string | undefined): boolean => word?.startsWith('--') === true && !flags.has(word);
  const before = words.at(-2);
  if (before !== undefined && isOption(before)) return NAMED[before];
  const given = words
    .slice(0, -1)
    .filter((word, index) => !word.startsWith('-') && !isOption(words[index - 1])).length;
  const positionals = positionalsOf(usage);
  const last = positionals.at(-1);
  const place = positionals[given - path.length] ?? (last?.isList ? last : undefined);
  return NAMED[place?.name ?? ''];
}

function settingsIn(words: readonly string[]): Settings {
  const valueAfter = (option: string, usual: string): string => {
    const at = words.indexOf(option);
    return (at < 0 ? undefined : words[at + 1]) ?? usual;
  };
  return {
    project: valueAfter('--project', '.'),
    stateDir: valueAfter('--state-dir', '.ruletrial'),
    reports: 'reports',
    engine: 'auto',
  };
}
