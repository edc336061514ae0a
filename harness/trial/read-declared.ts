import {createHash} from 'node:crypto';
import type {DeclarationFailure} from '../declarations/failures.ts';
import {type KeyPath, type ReadText, readDeclaration} from '../declarations/read-declaration.ts';
import {type RulesetDeclaration, rulesetSchema} from '../declarations/ruleset.ts';
import {type ScheduleDeclaration, scheduleSchema} from '../declarations/schedule.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import {NAME} from '../domain/trial.ts';

/** Declarations as text; given by `disk/`. */
export interface Declarations {
  names(kind: 'ruleset' | 'schedule'): Promise<readonly string[]>;
  /** Path of a declaration's file, relative to the project. */
  file(kind: 'ruleset' | 'schedule', name: string): string;
  text(kind: 'ruleset' | 'schedule', name: string): Promise<string | undefined>;
  /** A path in a declaration, made absolute. */
  resolve(path: string): string;
}

/** What reading a declaration needs of the outside. */
export interface Reading {
  readonly declarations: Declarations;
  readonly readText: ReadText;
}

export interface ReadSchedule {
  readonly value: ScheduleDeclaration;
  readonly text: string;
  lineOf(path: KeyPath): number;
}

/** Digest of a schedule and its rulesets as they are written now; undefined when one is missing. */
export async function declaredDigest(name: string, outside: Reading): Promise<string | undefined> {
  const schedule = await readSchedule(name, outside);
  if (!schedule.ok) return undefined;
  const texts = [schedule.value.text];
  for (const {ruleset} of schedule.value.value.arms) {
    const text = await outside.declarations.text('ruleset', ruleset).catch(() => undefined);
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

type Declared<T> = Result<{value: T; text: string; lineOf(path: KeyPath): number}, DeclarationFailure>;

export async function readSchedule(
  name: string,
  outside: Reading,
): Promise<Result<ReadSchedule, DeclarationFailure>> {
  const text = await declarationText('schedule', name, outside.declarations);
  if (!text.ok) return text;
  const read = readDeclaration(
    outside.declarations.file('schedule', name),
    text.value,
    scheduleSchema,
    outside.readText,
  );
  return read.ok ? ok({...read.value, text: text.value}) : read;
}

export async function readRuleset(name: string, outside: Reading): Promise<Declared<RulesetDeclaration>> {
  const text = await declarationText('ruleset', name, outside.declarations);
  if (!text.ok) return text;
  const read = readDeclaration(
    outside.declarations.file('ruleset', name),
    text.value,
    rulesetSchema,
    outside.readText,
  );
  return read.ok ? ok({...read.value, text: text.value}) : read;
}

async function declarationText(
  what: 'ruleset' | 'schedule',
  name: string,
  declarations: Declarations,
): Promise<Result<string, DeclarationFailure>> {
  const file = declarations.file(what, name);
  try {
    // a name that is none leads out of the folder
    const text = NAME.test(name) ? await declarations.text(what, name) : undefined;
    if (text !== undefined) return ok(text);
    return failed({kind: 'declaration-missing', what, name, file, known: await declarations.names(what)});
  } catch (thrown) {
    return failed({
      kind: 'declaration-unreadable',
      file,
      reason: thrown instanceof Error ? thrown.message : String(thrown),
    });
  }
}
