import leven from 'leven';
import {z} from 'zod';
import {failed, ok, type Result} from '../domain/result.ts';
import type {Complaint, DeclarationFailure} from './failures.ts';

export type KeyPath = readonly PropertyKey[];

/** A text read as data, with the line of each value; given by `yaml/`. */
export interface Readable {
  readonly value: unknown;
  /** Line of the value at this path, or of the nearest one around it; 1 or more. */
  lineOf(path: KeyPath): number;
}

export type ReadText = (
  text: string,
) => {readonly read: Readable} | {readonly complaints: readonly Complaint[]};

/** Checks one file; a wrong one gives every complaint at once, each with its line. */
export function readDeclaration<Schema extends z.ZodType>(
  file: string,
  text: string,
  schema: Schema,
  readText: ReadText,
): Result<{value: z.output<Schema>; lineOf(path: KeyPath): number}, DeclarationFailure> {
  const source = readText(text);
  if ('complaints' in source)
    return failed({kind: 'declaration-invalid', file, complaints: source.complaints});
  const {read} = source;
  const checked = schema.safeParse(read.value ?? {});
  if (checked.success) return ok({value: checked.data, lineOf: read.lineOf});
  const complaints = checked.error.issues.flatMap(issue => complain(issue, schema, read));
  return failed({kind: 'declaration-invalid', file, complaints});
}

function complain(issue: z.core.$ZodIssue, schema: z.ZodType, read: Readable): Complaint[] {
  const at = (path: KeyPath) => ({line: read.lineOf(path), key: keyText(path)});
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path);
    return issue.keys.map(key => ({
      ...at([...issue.path, key]),
      expected: `one of ${known.join(', ')}`,
      found: `the unknown key "${key}"`,
      advice: nearest(key, known),
    }));
  }
  if (issue.code === 'invalid_union') {
    const inner = bestBranch(issue.errors, valueAt(read.value, issue.path));
    if (inner)
      return inner.flatMap(one =>
        complain({...one, path: [...issue.path, ...one.path]} as z.core.$ZodIssue, schema, read),
      );
  }
  const value = valueAt(read.value, issue.path);
  const known = issue.code === 'invalid_value' ? issue.values.map(String) : [];
  return [
    {
      ...at(issue.path),
      expected: expectation(issue),
      found: show(value),
      advice:
        typeof value === 'string' && known.length > 0 ? nearest(value, known) : describe(schema, issue.path),
    },
  ];
}

/** Of a union's branches the one whose keys were meant: the one with the fewest complaints about types. */
function bestBranch(branches: readonly z.core.$ZodIssue[][], value: unknown): z.core.$ZodIssue[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return branches.find(issues => issues.every(({code}) => code === 'unrecognized_keys')) ?? undefined;
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPE_WORDS[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.join(', ')}`;
    case 'too_small':
      return issue.origin === 'array'
        ? `${issue.minimum} or more entries`
        : `${issue.minimum} or more characters`;
    case 'too_big':
      return `${issue.maximum} characters at most`;
    case 'invalid_format':
      return issue.path.at(-1) === 'home_net' || issue.path.at(-1) === 'external_net'
        ? 'addresses without quotes'
        : 'a name of small letters, digits, "-", "_" and "."';
    case 'invalid_union':
      return 'exactly one of file, folder, archive with a path';
    default:
      return issue.message;
  }
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  number: 'a number',
};

function nearest(key: string, known: readonly string[]): string {
  const sorted = [...known].sort((a, b) => leven(key, a) - leven(key, b));
  const best = sorted[0];
  return best !== undefined && leven(key, best) <= Math.max(2, key.length / 2)
    ? `Did you mean "${best}"?`
    : '';
}

const keyText = (path: KeyPath): string =>
  path
    .map((part, place) => (typeof part === 'number' ? `[${part}]` : `${place > 0 ? '.' : ''}${String(part)}`))
    .join('');

function show(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  return typeof value === 'object'
    ? Array.isArray(value)
      ? 'a list'
      : 'keys with values'
    : JSON.stringify(value).slice(0, 80);
}

function valueAt(value: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[part] : undefined,
    value,
  );
}

/** The schema at a path, through optional, default and union wrappers. */
function schemaAt(schema: z.ZodType, path: KeyPath): z.ZodType[] {
  let here = unwrap(schema);
  for (const part of path) {
    here = here.flatMap(one => {
      if (one instanceof z.ZodObject) return unwrap(one.shape[String(part)] as z.ZodType | undefined);
      return one instanceof z.ZodArray ? unwrap(one.element as z.ZodType) : [];
    });
  }
  return here;
}

function unwrap(schema: z.ZodType | undefined): z.ZodType[] {
  if (schema === undefined) return [];
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return unwrap(schema.unwrap() as z.ZodType);
  }
  return schema instanceof z.ZodUnion
    ? schema.options.flatMap(option => unwrap(option as z.ZodType))
    : [schema];
}

const keysAt = (schema: z.ZodType, path: KeyPath): string[] =>
  schemaAt(schema, path).flatMap(one => (one instanceof z.ZodObject ? Object.keys(one.shape) : []));

const describe = (schema: z.ZodType, path: KeyPath): string =>
  schemaAt(schema, path)
    .map(({description}) => description)
    .find(words => words !== undefined) ?? '';
