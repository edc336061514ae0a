import {createHash} from 'node:crypto';
import {hideSecrets} from '../declarations/hide-secrets.ts';
import type {RulesetDeclaration} from '../declarations/ruleset.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import {type Classification, readClassifications} from '../rules/classifications.ts';
import {
  type BadEntry,
  type Modification,
  modificationsOf,
  readModifyLines,
  readSidLines,
  type TuningEntry,
} from '../rules/tuning-lines.ts';
import {fail, type SnapshotFailure} from './failures.ts';
import type {TakeOrder} from './take-order.ts';

type Declared = Pick<RulesetDeclaration, 'disable' | 'enable' | 'modify' | 'classifications'>;

/** Access to files that a declaration names; supplied by `disk/`. */
interface TuningDeps {
  resolve(path: string): string;
  fileText(path: string): Promise<string | undefined>;
}

type Read<T> = Result<readonly T[], SnapshotFailure>;

/** Reads what a declaration changes in the rules, inline or in files in PulledPork's form; fails at the first invalid entry. */
export async function readTuning(
  ruleset: string,
  declared: Declared,
  deps: TuningDeps,
): Promise<TakeOrder['tuning']> {
  const disable = await sidsOf('disable', ruleset, declared, deps);
  if (!disable.ok) return disable;
  const enable = await sidsOf('enable', ruleset, declared, deps);
  if (!enable.ok) return enable;
  const modify = await modificationsIn(ruleset, declared, deps);
  if (!modify.ok) return modify;
  const classifications = await classificationsIn(ruleset, declared, deps);
  if (!classifications.ok) return classifications;
  const tuning = {disable: disable.value, enable: enable.value, modify: modify.value};
  return ok({tuning, classifications: classifications.value});
}

/** Returns a digest of everything that a declaration changes in the rules; undefined if it changes nothing. */
export function tuningDigest(
  {exclude, variables, unreadable}: RulesetDeclaration,
  read: TakeOrder['tuning'],
): string | undefined {
  if (!read.ok) return undefined;
  const {tuning, classifications} = read.value;
  const written = (entries: readonly TuningEntry[]) => entries.map(entry => entry.written);
  const changes = [
    ...[exclude, written(tuning.disable), written(tuning.enable)],
    tuning.modify.map(({written: text, to}) => [text, to]),
    ...[Object.entries(variables).sort(), classifications, unreadable === 0 ? [] : [unreadable]],
  ];
  if (changes.every(({length}) => length === 0)) return undefined;
  return createHash('sha256').update(JSON.stringify(changes)).digest('hex').slice(0, 12);
}

async function sidsOf(
  key: 'disable' | 'enable',
  ruleset: string,
  declared: Declared,
  deps: TuningDeps,
): Promise<Read<TuningEntry>> {
  const given = declared[key];
  if (typeof given !== 'string') {
    const {entries, bad} = readSidLines(given.map(one => one.replace(/\n/g, ' ')).join('\n'));
    return bad[0]
      ? failed(refused(ruleset, `${key} of rulesets/${ruleset}.yaml`, {...bad[0], line: 0}))
      : ok(entries);
  }
  const text = await textOf(given, ruleset, deps);
  if (!text.ok) return text;
  const {entries, bad} = readSidLines(text.value);
  return bad[0] ? failed(refused(ruleset, given, bad[0])) : ok(entries);
}

async function modificationsIn(
  ruleset: string,
  {modify}: Declared,
  deps: TuningDeps,
): Promise<Read<Modification>> {
  if (typeof modify === 'string') {
    const text = await textOf(modify, ruleset, deps);
    if (!text.ok) return text;
    const {entries, bad} = readModifyLines(text.value);
    return bad[0] ? failed(refused(ruleset, modify, bad[0])) : ok(entries);
  }
  const found: Modification[] = [];
  for (const {rules, from, to} of modify) {
    const read = modificationsOf(rules, from, to);
    const bad = {line: 0, text: rules.slice(0, 80)};
    if (typeof read === 'string')
      return failed(refused(ruleset, `modify of rulesets/${ruleset}.yaml`, {...bad, reason: read}));
    found.push(...read);
  }
  return ok(found);
}

async function classificationsIn(
  ruleset: string,
  {classifications}: Declared,
  deps: TuningDeps,
): Promise<Read<Classification>> {
  if (typeof classifications === 'string') {
    const text = await textOf(classifications, ruleset, deps);
    return text.ok ? ok(readClassifications(text.value)) : text;
  }
  return ok(
    Object.entries(classifications).map(([name, given]) =>
      typeof given === 'number' ? {name, priority: given, text: name} : {name, ...given},
    ),
  );
}

async function textOf(
  path: string,
  ruleset: string,
  deps: TuningDeps,
): Promise<Result<string, SnapshotFailure>> {
  const text = await deps.fileText(deps.resolve(path));
  if (text !== undefined) return ok(text);
  const expected = 'a file as PulledPork or Snort has it; entries themselves are a list, in [ ]';
  return fail('source-missing', {ruleset, path, expected, reason: 'there is no such file'});
}

const refused = (ruleset: string, file: string, {line, text, reason}: BadEntry): SnapshotFailure => ({
  kind: 'tuning-refused',
  ruleset,
  file,
  line,
  text: hideSecrets(text),
  reason,
});
