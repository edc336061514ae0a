import {basename} from 'node:path';
import type {Argv} from 'yargs';
import type {CommandDeps, Settings} from './command-deps.ts';
import {type AnyCommand, commandsIn} from './command-table.ts';
import {printData} from './console.ts';
import {optionNames} from './unknown-option.ts';

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
    return [...trials, ...new Set(trials.map(name => name.replace(/-\d+$/, '')))];
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

/** Returns the words of the command line that is being completed, without the name of the program. */
export function wordsToComplete(args: readonly string[]): readonly string[] {
  const [, first = '', ...rest] = args;
  // bash and zsh begin with the program's name, fish does not
  return basename(first) === 'ruletrial' ? rest : [first, ...rest];
}

/** Prints the words that may come next, one per line: commands, options and their choices, and names of this project. */
export async function complete(
  words: readonly string[],
  path: readonly string[],
  command: AnyCommand | undefined,
  {parser, depsOf}: {parser: Argv; depsOf: () => Promise<CommandDeps>},
): Promise<void> {
  const current = words.at(-1) ?? '';
  const found = await nextWords(words, path, command, {parser, depsOf});
  const fitting = found.filter(word => word.startsWith(current));
  if (fitting.length > 0) printData(fitting.join('\n'));
}

async function nextWords(
  words: readonly string[],
  path: readonly string[],
  command: AnyCommand | undefined,
  {parser, depsOf}: {parser: Argv; depsOf: () => Promise<CommandDeps>},
): Promise<readonly string[]> {
  const options = command ? command.options(parser) : parser;
  if (words.at(-1)?.startsWith('-')) return optionNames(options).map(name => `--${name}`);
  const choices = choicesOf(options, words.at(-2) ?? '');
  if (choices) return choices;
  if (!command) return commandsIn(path).map(({word}) => word);
  const kind = kindOf(words, path, command);
  return kind ? NAMES[kind](await depsOf(), settingsIn(words), words.slice(0, -1)) : [];
}

/** Returns the values that an option may have, if they are limited. */
function choicesOf(parser: Argv, option: string): readonly string[] | undefined {
  const {getOptions} = parser as unknown as {getOptions(): {choices: Record<string, readonly string[]>}};
  return option.startsWith('--') ? getOptions.call(parser).choices[option.slice(2)] : undefined;
}

/** Returns the kind of name that the last word is; undefined if it is something else, such as a number. */
function kindOf(
  words: readonly string[],
  path: readonly string[],
  {usage}: AnyCommand,
): keyof typeof NAMES | undefined {
  const before = words.at(-2) ?? '';
  if (before.startsWith('-')) return NAMED[before];
  const given = words.slice(0, -1).filter(word => !word.startsWith('-')).length - path.length;
  const positionals = [...usage.matchAll(/[<[](\w+)(\.\.)?[>\]]/g)];
  const place = positionals[given] ?? (positionals.at(-1)?.[2] ? positionals.at(-1) : undefined);
  return NAMED[place?.[1] ?? ''];
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
