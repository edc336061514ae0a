import {z} from 'zod';
import {didYouMean} from '../domain/nearest.ts';
import {ok, type Result} from '../domain/result.ts';
import {type Complaint, type DeclarationFailure, fail} from './failures.ts';
import {hideSecrets} from './hide-secrets.ts';
import {quoteAdvice, showValue} from './show-value.ts';
import {kindsAt, namesAt} from './union-words.ts';

export type KeyPath = readonly PropertyKey[];

/** A parsed text with the line of each value; `yaml/` provides it. */
export interface Readable {
  readonly value: unknown;
  /** Line of the value at this path, or of the nearest one around it; 1 or more. */
  lineOf(path: KeyPath): number;
}

export type ReadText = (
  text: string,
) => {readonly read: Readable} | {readonly complaints: readonly Complaint[]};

/** Checks one file; an invalid one returns every complaint at once, each with its line. */
export function readDeclaration<Schema extends z.ZodType>(
  file: string,
  text: string,
  schema: Schema,
  readText: ReadText,
): Result<{value: z.output<Schema>; lineOf(path: KeyPath): number}, DeclarationFailure> {
  const source = readText(text);
  if ('complaints' in source)
    return fail('declaration-invalid', {file, complaints: source.complaints.map(withoutSecrets)});
  const {read} = source;
  const checked = schema.safeParse(read.value ?? {});
  if (checked.success) return ok({value: checked.data, lineOf: read.lineOf});
  const complaints = checked.error.issues.flatMap(issue => complain(issue, schema, read));
  return fail('declaration-invalid', {file, complaints: complaints.map(withoutSecrets)});
}

const withoutSecrets = (complaint: Complaint): Complaint => ({
  ...complaint,
  key: hideSecrets(complaint.key),
  found: hideSecrets(complaint.found),
  advice: hideSecrets(complaint.advice),
});

function complain(issue: z.core.$ZodIssue, schema: z.ZodType, read: Readable): Complaint[] {
  const at = (path: KeyPath) => ({line: read.lineOf(path), key: keyText(path)});
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue.keys, issue.path, schema, read);
  const inner = issue.code === 'invalid_union' ? complainOfUnion(issue, schema, read) : undefined;
  if (inner) return inner;
  const value = valueAt(read.value, issue.path);
  const key = issue.path.at(-1);
  const known = issue.code === 'invalid_value' ? issue.values.map(String) : [];
  return [
    {
      ...at(issue.path),
      expected: expectation(issue, keysAt(schema, issue.path)),
      found: showValue(value, key),
      advice:
        quoteAdvice(value, key) ??
        (typeof value === 'string' && known.length > 0
          ? didYouMean(value, known)
          : describe(schema, issue.path)),
    },
  ];
}

function unknownKeys(keys: readonly string[], path: KeyPath, schema: z.ZodType, read: Readable): Complaint[] {
  const known = keysAt(schema, path);
  return keys.map(key => ({
    line: read.lineOf([...path, key]),
    key: keyText([...path, key]),
    expected: `one of ${known.join(', ')}`,
    found: `the unknown key "${key}"`,
    advice: didYouMean(key, known),
  }));
}

/** A choice between keys: an unknown key, two keys at once, or a wrong value for one. */
function complainOfUnion(
  issue: z.core.$ZodIssueInvalidUnion,
  schema: z.ZodType,
  read: Readable,
): Complaint[] | undefined {
  const value = valueAt(read.value, issue.path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const keys = Object.keys(value);
  const known = keysAt(schema, issue.path);
  if (known.length === 0) return undefined;
  const unknown = keys.filter(key => !known.includes(key));
  if (unknown.length > 0) return unknownKeys(unknown, issue.path, schema, read);
  if (keys.length > 1) {
    const [line, key] = [read.lineOf(issue.path), keyText(issue.path)];
    return [{line, key, expected: expectation(issue, known), found: keys.join(' and '), advice: ''}];
  }
  return issue.errors
    .find(issues => issues.every(({code}) => code !== 'unrecognized_keys') && keys.length === 1)
    ?.flatMap(one =>
      complain({...one, path: [...issue.path, ...one.path]} as z.core.$ZodIssue, schema, read),
    );
}

function expectation(issue: z.core.$ZodIssue, keys: readonly string[]): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPE_WORDS[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.join(', ')}`;
    case 'too_small':
      return `${issue.minimum} or more${UNITS[issue.origin] ?? ''}`;
    case 'too_big':
      return `at most ${issue.maximum}${UNITS[issue.origin] ?? ''}`;
    case 'invalid_format':
      return FORMATS[String(issue.path.at(-1))] ?? 'a name of lowercase letters, digits, "-", "_" and "."';
    case 'invalid_union':
      return keys.length > 0 ? `exactly one of ${keys.join(', ')}` : kindsAt(issue.path);
    case 'invalid_key':
      return namesAt(issue.path);
    default:
      return issue.message;
  }
}

const UNITS: Readonly<Record<string, string>> = {array: ' entries', string: ' characters'};

/** What texts must look like, by the key that holds them. */
const FORMATS: Readonly<Record<string, string>> = {
  home_net: 'addresses without quotes',
  external_net: 'addresses without quotes',
  interface: 'the name of a network interface, such as eth0',
  start: 'a time with its zone, such as 2026-06-01T00:05:00Z',
  url_variable: 'the name of an environment variable, such as RULETRIAL_WEBHOOK',
  token_variable: 'the name of an environment variable, such as RULETRIAL_WEBHOOK_TOKEN',
  url: 'a URL that begins with https:// or http://, without a password',
  manual: 'the name of a file in rulesets/manual/',
  oinkcode: 'the name of an environment variable, such as OINKCODE',
  registered_snapshot: 'a file name such as snortrules-snapshot-31470.tar.gz',
};

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  number: 'a number',
  int: 'a whole number',
};

const keyText = (path: KeyPath): string =>
  path
    .map((part, place) => (typeof part === 'number' ? `[${part}]` : `${place > 0 ? '.' : ''}${String(part)}`))
    .join('');

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

/** The description of the value at a path; for an optional key or one with a default it is on the wrapper. */
function describe(schema: z.ZodType, path: KeyPath): string {
  const key = String(path.at(-1));
  const worn = schemaAt(schema, path.slice(0, -1)).flatMap(one =>
    one instanceof z.ZodObject && one.shape[key] ? [one.shape[key] as z.ZodType] : [],
  );
  const words = [...worn, ...schemaAt(schema, path)].map(({description}) => description);
  return words.find(one => one !== undefined) ?? '';
}
