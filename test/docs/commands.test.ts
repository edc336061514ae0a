import {describe, expect, it, vi} from 'vitest';
import yargs from 'yargs';
import {COMMANDS} from '../../harness/cli/command-table.ts';
import {commandWords, loadCommand, runCli} from '../../harness/cli/run-cli.ts';
import {readSources} from '../architecture/sources.ts';
import {firstCells, readDoc, sections} from './markdown.ts';

const page = readDoc('docs/commands.md');
const topics = sections(page).filter(({level}) => level === 2);
const textOf = (title: string): string => topics.find(topic => topic.title === title)?.text ?? '';

/** Sections that are about all commands. */
const ABOUT_ALL = ['Global options', 'Environment variables', 'Output and exit codes'];
const GLOBAL = ['--json', '--project', '--state-dir', '--reports', '--engine', '--help', '--version'];

/** Options of a command as they are typed, and the words that it takes. */
async function optionsOf(words: string): Promise<{options: string[]; positionals: string[]}> {
  const command = await loadCommand(words);
  if (!command) throw new Error(`no command ${words}`);
  const parser = command.options(yargs([])) as unknown as {getOptions(): {key: Record<string, unknown>}};
  const positionals = [...command.usage.matchAll(/[<[](\w+)/g)].map(found => String(found[1]));
  const keys = Object.keys(parser.getOptions().key).filter(key => !['help', 'version'].includes(key));
  return {
    positionals,
    options: keys.filter(key => !positionals.includes(key)).map(key => `--${key}`),
  };
}

describe('docs/commands.md', () => {
  it.each(commandWords())('has a section for %s', words => {
    expect(topics.map(({title}) => title)).toContain(words);
  });

  it('has no section for a command that there is not', () => {
    const others = topics.map(({title}) => title).filter(title => !ABOUT_ALL.includes(title));
    expect(others.toSorted()).toEqual([...commandWords()].sort());
  });

  it.each(commandWords())('explains every option of %s in its table, and no other', async words => {
    const {options, positionals} = await optionsOf(words);
    const told = firstCells(textOf(words)).map(cell => cell.split(' ')[0] ?? '');
    expect(told.toSorted()).toEqual([...options, ...positionals].sort());
  });

  it.each(commandWords())('shows %s as it is typed and says what --json prints', words => {
    expect(textOf(words)).toContain(`ruletrial ${words}`);
    expect(textOf(words)).toMatch(/`--json`|With `--json`/);
  });

  it.each(commandWords())('names no option in the examples of %s that it does not take', async words => {
    const {options} = await optionsOf(words);
    const typed = [...textOf(words).matchAll(/^ruletrial .*$/gm)].flatMap(([line]) =>
      line.startsWith(`ruletrial ${words}`) ? (line.match(/ --[a-z-]+/g) ?? []) : [],
    );
    expect(typed.map(option => option.trim()).filter(one => ![...options, ...GLOBAL].includes(one))).toEqual(
      [],
    );
  });

  it('explains the global options', () => {
    const told = firstCells(textOf('Global options')).map(cell => cell.split(/[ ,]/)[0] ?? '');
    expect(told.toSorted()).toEqual(GLOBAL.toSorted());
  });

  it('explains every environment variable that the harness reads, and no other', () => {
    const read = readSources()
      .filter(({path}) => path.startsWith('harness/'))
      .flatMap(({globals}) => globals)
      .flatMap(({name}) => /^process\.env\.(\w+)$/.exec(name)?.[1] ?? []);
    expect(firstCells(textOf('Environment variables')).toSorted()).toEqual([...new Set(read)].sort());
  });
});

describe('the help of a group', () => {
  const groups = COMMANDS.flatMap(({word, group, runsEngines = false}) =>
    group ? [{word, runsEngines, words: group.map(inner => `${word} ${inner.word}`)}] : [],
  );

  it.each(groups)('shows --engine for $word only if a command of it runs engines', async group => {
    const commands = await Promise.all(group.words.map(loadCommand));
    expect(commands.some(command => command?.runsEngines)).toBe(group.runsEngines);
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    await runCli([group.word, '--help'], '0', () => Promise.reject(new Error('help needs nothing')));
    const help = log.mock.calls.flat().join('\n');
    log.mockRestore();
    expect(help).toContain('--state-dir');
    expect(help.includes('--engine')).toBe(group.runsEngines);
  });
});
