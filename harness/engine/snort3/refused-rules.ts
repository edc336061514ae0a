import {join} from 'node:path';
import {LineCounter} from '../../rules/line-counter.ts';
import {readRules} from '../../rules/read-rules.ts';
import {rewriteRules, type Span} from '../../rules/rewrite-rules.ts';
import {type RefusedRule, undefinedVariables} from '../failures.ts';
import type {ArmConfig} from '../ports.ts';
import type {EngineFiles} from '../system-ports.ts';
import {readErrors} from './read-output.ts';

/** How many config tests are run to find all refused rules, since each test ends at a syntax error. */
const MOST_TESTS = 20;
/** After this many tests, all rules that ruletrial itself cannot read are added. */
const TESTS_WITH_SNORT = 10;
const MAX_FILE_BYTES = 512 * 1024 * 1024;
/** After one of these errors Snort continues in the middle of a rule, and may refuse valid rules. */
const UNRELIABLE_AFTER = /^(syntax error|incomplete rule)/;
const UNKNOWN_ACTION = /^unknown rule action/;

/** A rule, or other text in a file, to which the position in Snort's error may point. */
interface Part extends Span {
  readonly path: string;
  readonly line: number;
  readonly lastLine: number;
  readonly key: string | undefined;
  readonly rule: string | undefined;
  /** Why ruletrial cannot read it; undefined if it can. */
  readonly unread: string | undefined;
  /** The variables in its header. */
  readonly variables: readonly string[];
}

/**
 * Finds all rules that Snort refuses. It reports several at once, but errors after a syntax error are unreliable, and it ends
 * at a fatal one. So known ones are commented out and the rest is tested again, in `scratch`. `test` returns stderr.
 */
export async function refusedRules(
  {rules, settings}: ArmConfig,
  firstErrors: string,
  scratch: string,
  test: (folder: string) => Promise<string>,
  files: EngineFiles,
): Promise<readonly RefusedRule[]> {
  const texts = new Map<string, string>();
  for (const {path, kind} of rules.files)
    if (kind === 'rules') texts.set(path, await files.read(join(rules.folder, path), MAX_FILE_BYTES));
  const parts = [...texts].flatMap(([path, text]) => partsOf(path, text));
  const refused = new Map<Part, string>();
  const unknown = new Set<string>();
  let errors = firstErrors;
  for (let tests = 1; ; tests += 1) {
    const found = refusedIn(errors, parts, refused);
    for (const [part, reason] of found) refused.set(part, reason);
    for (const name of unknownVariables(errors)) unknown.add(name);
    for (const [part, reason] of lackingVariables(parts, unknown)) refused.set(part, reason);
    // there are too many to find each with Snort, so use ruletrial's own reasons for the rest
    if (tests >= TESTS_WITH_SNORT)
      for (const part of parts)
        if (part.unread !== undefined && !refused.has(part)) refused.set(part, part.unread);
    // an archive's own configuration names its files by path, so a copy in another folder cannot be tested
    if (found.size === 0 || tests >= MOST_TESTS || settings.ownConfig !== undefined) break;
    await files.write(
      join(scratch, rules.entry),
      [...texts.keys()].map(path => `include ${path}\n`).join(''),
    );
    for (const [path, text] of texts) {
      const dropped = [...refused.keys()].filter(part => part.path === path);
      await files.write(join(scratch, path), rewriteRules(text, [], dropped));
    }
    errors = await test(scratch);
  }
  const inOrder = parts.filter(part => refused.has(part));
  return inOrder.map((part): RefusedRule => {
    const from = rules.files.find(({path}) => path === part.path)?.from ?? part.path;
    const origin = part.key === undefined ? undefined : rules.placeOf?.(part.key);
    // in the user's own files, two rules may share a gid:sid, so keep the position in the file
    const place = origin === undefined || origin.file === from ? {file: from, line: part.line} : origin;
    return {rule: part.rule, ...place, reason: refused.get(part) ?? ''};
  });
}

/** Returns the first error of each part, up to the first error after which others are unreliable. */
function refusedIn(
  stderr: string,
  parts: readonly Part[],
  known: ReadonlyMap<Part, string>,
): ReadonlyMap<Part, string> {
  const found = new Map<Part, string>();
  for (const {file, line, reason} of readErrors(stderr)) {
    const part = file === undefined ? undefined : partAt(file, line, reason, parts);
    if (part && !found.has(part) && !known.has(part)) found.set(part, reason);
    if (UNRELIABLE_AFTER.test(reason) || (part?.unread !== undefined && UNKNOWN_ACTION.test(reason))) break;
  }
  return found;
}

/** Matches errors about unknown variables; Snort ends at the first one, so a test finds only one rule. */
const UNKNOWN_VARIABLE = /^(?:undefined variable\b|\*\*\*PortVar Lookup failed on )[^$]*\$(\w+)[^$]*$/i;

const unknownVariables = (stderr: string): readonly string[] =>
  readErrors(stderr).flatMap(({reason}) => UNKNOWN_VARIABLE.exec(reason)?.[1] ?? []);

/** Returns every rule with unknown variables, with the names of all of them. */
const lackingVariables = (
  parts: readonly Part[],
  unknown: ReadonlySet<string>,
): readonly (readonly [Part, string])[] =>
  parts.flatMap(part => {
    const lacking = part.variables.filter(name => unknown.has(name));
    return lacking.length === 0 ? [] : [[part, undefinedVariables(lacking)] as const];
  });

/** Finds the part that Snort refuses; it reads other text as the beginning of the rule after it. */
function partAt(file: string, line: number, reason: string, parts: readonly Part[]): Part | undefined {
  const before = parts
    .filter(one => one.line <= line && isSameFile(file, one.path))
    .sort((a, b) => b.line - a.line);
  const [nearest, next] = before;
  if (UNKNOWN_ACTION.test(reason)) {
    const text = [nearest, next].find(one => one?.unread !== undefined);
    if (text) return text;
  }
  return nearest && line <= nearest.lastLine ? nearest : undefined;
}

const isSameFile = (file: string, path: string): boolean => file === path || file.endsWith(`/${path}`);

function partsOf(path: string, text: string): readonly Part[] {
  const read = readRules(text);
  const known = read.rules
    .filter(({enabled}) => enabled)
    .map(({line, start, end, key, rule, text: written}) => ({
      span: {start, end, line},
      variables: variablesOf(written),
      key,
      rule: `${key}:${rule.rev}`,
      unread: undefined,
    }));
  const unknown = read.unread.map(({line, start, end, reason, id}) => ({
    span: {start, end, line},
    variables: [],
    key: undefined,
    rule: id,
    unread: reason,
  }));
  const lines = new LineCounter(text);
  return [...known, ...unknown]
    .sort((a, b) => a.span.end - b.span.end)
    .map(({span: {start, end, line}, ...one}) => {
      // comments before a rule belong to its span, so its lines are counted up to its end
      const lastLine = lines.at(start + text.slice(start, end).trimEnd().length);
      return {path, start, end, line, lastLine, ...one};
    });
}

const variablesOf = (rule: string): readonly string[] => [
  ...new Set([...(/^[^(]*/.exec(rule)?.[0] ?? '').matchAll(/\$(\w+)/g)].map(([, name]) => String(name))),
];
