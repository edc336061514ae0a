import {createHash} from 'node:crypto';
import type {z} from 'zod';
import {type AnySchedule, scheduleKindSchema} from '../declarations/any-schedule.ts';
import type {DeclarationFailure} from '../declarations/failures.ts';
import {type LiveDeclaration, liveScheduleSchema} from '../declarations/live-schedule.ts';
import {type KeyPath, type ReadText, readDeclaration} from '../declarations/read-declaration.ts';
import {type RulesetDeclaration, rulesetSchema} from '../declarations/ruleset.ts';
import {type ScheduleDeclaration, scheduleSchema} from '../declarations/schedule.ts';
import {thrownMessage} from '../domain/failure.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import {NAME} from '../domain/trial.ts';
import type {ArmFailure} from './failures.ts';

/** Gives access to the text of declarations. It is implemented in `disk/`. */
export interface Declarations {
  names(kind: 'ruleset' | 'schedule'): Promise<readonly string[]>;
  /** Returns the path of a declaration's file, relative to the project. */
  file(kind: 'ruleset' | 'schedule', name: string): string;
  text(kind: 'ruleset' | 'schedule', name: string): Promise<string | undefined>;
  /** Makes a path in a declaration absolute. */
  resolve(path: string): string;
}

/** The dependencies of every function that reads declarations. */
export interface Reading {
  readonly declarations: Declarations;
  readonly readText: ReadText;
}

/** A declaration as it was read, with its text and the line of each key. */
interface Read<T> {
  readonly value: T;
  readonly text: string;
  lineOf(path: KeyPath): number;
}

/** A schedule of any kind; `value.kind` says which. */
export type ReadSchedule = Read<AnySchedule>;
export type ReadReplay = Read<ScheduleDeclaration>;
export type ReadLive = Read<LiveDeclaration>;

/** Returns the digest of a schedule and its rulesets as they are declared now; undefined if one of them is missing. */
export async function declaredDigest(name: string, deps: Reading): Promise<string | undefined> {
  const schedule = await readSchedule(name, deps);
  if (!schedule.ok) return undefined;
  const texts = [schedule.value.text];
  for (const {ruleset} of schedule.value.value.arms) {
    const text = await deps.declarations.text('ruleset', ruleset).catch(() => undefined);
    if (text === undefined) return undefined;
    texts.push(text);
  }
  return digestOf(texts);
}

export const digestOf = (texts: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${Buffer.byteLength(text)}\n${text}`);
  return hash.digest('hex');
};

/** Reads a schedule of any kind. If `kind` is wrong, only that is reported. */
export async function readSchedule(
  name: string,
  deps: Reading,
): Promise<Result<ReadSchedule, DeclarationFailure>> {
  const text = await declarationText('schedule', name, deps.declarations);
  if (!text.ok) return text;
  const file = deps.declarations.file('schedule', name);
  const kind = readDeclaration(file, text.value, scheduleKindSchema, deps.readText);
  if (!kind.ok) return kind;
  const schema = kind.value.value.kind === 'replay' ? scheduleSchema : liveScheduleSchema;
  const read = readDeclaration<z.ZodType<AnySchedule>>(file, text.value, schema, deps.readText);
  return read.ok ? ok({...read.value, text: text.value}) : read;
}

/** Reads a schedule that replays captures. A schedule on live traffic is refused. */
export async function readReplaySchedule(
  name: string,
  deps: Reading,
): Promise<Result<ReadReplay, DeclarationFailure | ArmFailure>> {
  const read = await readSchedule(name, deps);
  if (!read.ok) return read;
  const {value} = read.value;
  return value.kind === 'replay'
    ? ok({...read.value, value})
    : failed(wrongKind(name, read.value, 'replay', deps));
}

/** Reads a schedule on live traffic. A schedule that replays captures is refused. */
export async function readLiveSchedule(
  name: string,
  deps: Reading,
): Promise<Result<ReadLive, DeclarationFailure | ArmFailure>> {
  const read = await readSchedule(name, deps);
  if (!read.ok) return read;
  const {value} = read.value;
  return value.kind === 'replay'
    ? failed(wrongKind(name, read.value, 'rotating or concurrent', deps))
    : ok({...read.value, value});
}

const wrongKind = (
  schedule: string,
  {value, lineOf}: ReadSchedule,
  expected: string,
  {declarations}: Reading,
): ArmFailure => ({
  kind: 'schedule-kind',
  schedule,
  file: declarations.file('schedule', schedule),
  line: lineOf(['kind']),
  expected,
  found: value.kind,
});

export async function readRuleset(
  name: string,
  deps: Reading,
): Promise<Result<Read<RulesetDeclaration>, DeclarationFailure>> {
  const text = await declarationText('ruleset', name, deps.declarations);
  if (!text.ok) return text;
  const file = deps.declarations.file('ruleset', name);
  const read = readDeclaration(file, text.value, rulesetSchema, deps.readText);
  return read.ok ? ok({...read.value, text: text.value}) : read;
}

async function declarationText(
  what: 'ruleset' | 'schedule',
  name: string,
  declarations: Declarations,
): Promise<Result<string, DeclarationFailure>> {
  const file = declarations.file(what, name);
  try {
    // an invalid name could lead out of the folder
    const text = NAME.test(name) ? await declarations.text(what, name) : undefined;
    if (text !== undefined) return ok(text);
    return failed({kind: 'declaration-missing', what, name, file, known: await declarations.names(what)});
  } catch (thrown) {
    return failed({
      kind: 'declaration-unreadable',
      file,
      reason: thrownMessage(thrown),
    });
  }
}
