import type {Argv} from 'yargs';
import type {Answers} from '../answers/ports.ts';
import type {RequestOf, requestSchemas} from '../daemon/perform.ts';
import type {Document} from '../document/document.ts';
import {SCREEN_FORMAT} from '../document/formats.ts';
import type {Failure} from '../domain/failure.ts';
import type {Result} from '../domain/result.ts';
import type {CommandDeps, Settings} from './command-deps.ts';
import {printData, printJson, sayer, terminalWidth, useColour} from './console.ts';

/** What every command is given. */
export interface Called<Options> {
  readonly options: Options;
  readonly settings: Settings;
  readonly json: boolean;
  readonly deps: CommandDeps;
}

/** One command: its words on the command line and what it does; it returns failures and never throws on purpose. */
export interface Command<Options = object> {
  /** As yargs wants it: `report <trial>`. */
  readonly usage: string;
  readonly describe: string;
  readonly examples: readonly (readonly [command: string, what: string])[];
  options(yargs: Argv): Argv<Options>;
  run(called: Called<Options>): Promise<Result<void, Failure>>;
}

/** Prints a document as a terminal shows it, or the value itself with --json. */
export function printDocument({json, deps}: Called<unknown>, document: Document, value: unknown): void {
  if (json) {
    printJson(value);
    return;
  }
  const [file] = deps.render(SCREEN_FORMAT, document, {width: terminalWidth(), colour: useColour()});
  printData(file?.content ?? '');
}

/** Works as the one conductor of the state folder, with progress; leaves the terminal as it was. */
export async function conducting<T>(
  {deps, settings}: Called<unknown>,
  work: Parameters<CommandDeps['conduct']>[2],
  style: 'bars' | 'lines' | 'ndjson' = 'bars',
): Promise<Result<T, Failure>> {
  const {say, stop} = sayer(style);
  try {
    return (await deps.conduct(settings, say, work)) as Result<T, Failure>;
  } finally {
    stop();
  }
}

/**
 * Works as the one conductor; where another process conducts this state folder, the work is asked of that one and
 * followed to its end. `what` is what a request of this kind holds.
 */
export async function conductingOrAsking<T, Kind extends keyof typeof requestSchemas>(
  called: Called<unknown>,
  kind: Kind,
  what: RequestOf<Kind>,
  work: Parameters<CommandDeps['conduct']>[2],
): Promise<Result<T, Failure>> {
  const done = await conducting<T>(called, work);
  if (done.ok || done.failure.kind !== 'state-locked') return done;
  const {say, stop} = sayer();
  try {
    const asked = await called.deps.request(called.settings, kind, what, say);
    return asked === 'nobody-took-it' ? done : (asked as Result<T, Failure>);
  } finally {
    stop();
  }
}

/** Opens a trial for questions, asks, closes it. */
export async function asking<T>(
  {deps, settings}: Called<unknown>,
  trial: string,
  ask: (answers: Answers) => Promise<Result<T, Failure>> | Result<T, Failure>,
): Promise<Result<T, Failure>> {
  const opened = await deps.answers(settings, trial);
  if (!opened.ok) return opened;
  try {
    return await ask(opened.value);
  } finally {
    opened.value.close();
  }
}
