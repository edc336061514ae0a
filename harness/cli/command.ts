import type {Argv} from 'yargs';
import type {Answers} from '../answers/ports.ts';
import type {RequestOf, requestSchemas} from '../daemon/perform.ts';
import type {Document} from '../document/document.ts';
import {SCREEN_FORMAT} from '../document/formats.ts';
import type {Failure} from '../domain/failure.ts';
import type {Result} from '../domain/result.ts';
import type {CommandDeps, ConductorWork, Settings} from './command-deps.ts';
import {printData, printJson, sayer, terminalWidth, useColour} from './console.ts';

/** What every command receives. */
export interface CommandCall<Options> {
  readonly options: Options;
  readonly settings: Settings;
  readonly json: boolean;
  readonly deps: CommandDeps;
}

/** A command: its usage and what it does. It returns failures and does not throw on purpose. */
export interface Command<Options = object> {
  /** The usage in the syntax of yargs: `report <trial>`. */
  readonly usage: string;
  readonly describe: string;
  /** Whether it runs engines; help shows `--engine` only for such commands. */
  readonly runsEngines?: boolean;
  readonly examples: readonly (readonly [command: string, what: string])[];
  options(yargs: Argv): Argv<Options>;
  run(call: CommandCall<Options>): Promise<Result<void, Failure>>;
}

/** Prints a document for the terminal, or with --json the value itself. */
export function printDocument({json, deps}: CommandCall<unknown>, document: Document, value: unknown): void {
  if (json) {
    printJson(value);
    return;
  }
  const [file] = deps.render(SCREEN_FORMAT, document, {width: terminalWidth(), colour: useColour()});
  printData(file?.content ?? '');
}

/** Runs work as the conductor of the state folder, and shows its progress. */
export async function asConductor<T>(
  {deps, settings}: CommandCall<unknown>,
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

/** Runs work that at most adds snapshots, beside a conductor if there is one, and shows its progress. */
export async function inspecting<T>(
  {deps, settings}: CommandCall<unknown>,
  work: (deps: ConductorWork) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const {say, stop} = sayer();
  try {
    return await deps.inspect(settings, say, work);
  } finally {
    stop();
  }
}

/**
 * Runs work as the conductor of the state folder. If another process is the conductor, sends it a request instead and waits
 * until that is done. `content` is the content of such a request.
 */
export async function conductOrRequest<T, Kind extends keyof typeof requestSchemas>(
  call: CommandCall<unknown>,
  kind: Kind,
  content: RequestOf<Kind>,
  work: Parameters<CommandDeps['conduct']>[2],
): Promise<Result<T, Failure>> {
  const done = await asConductor<T>(call, work);
  if (done.ok || done.failure.kind !== 'state-locked') return done;
  const {say, stop} = sayer();
  try {
    const answer = await call.deps.request(call.settings, kind, content, say);
    return answer === 'not-accepted' ? done : (answer as Result<T, Failure>);
  } finally {
    stop();
  }
}

/** Opens a trial, runs queries on it and closes it. */
export async function withAnswers<T>(
  {deps, settings}: CommandCall<unknown>,
  trial: string,
  query: (answers: Answers) => Promise<Result<T, Failure>> | Result<T, Failure>,
): Promise<Result<T, Failure>> {
  const opened = await deps.answers(settings, trial);
  if (!opened.ok) return opened;
  try {
    return await query(opened.value);
  } finally {
    opened.value.close();
  }
}
