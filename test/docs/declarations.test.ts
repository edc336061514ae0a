import {describe, expect, it} from 'vitest';
import {z} from 'zod';
import {liveScheduleSchema} from '../../harness/declarations/live-schedule.ts';
import {readDeclaration} from '../../harness/declarations/read-declaration.ts';
import {rulesetSchema} from '../../harness/declarations/ruleset.ts';
import {scheduleSchema} from '../../harness/declarations/schedule.ts';
import {readYaml} from '../../harness/declarations/yaml/read-yaml.ts';
import {fences, readDoc, sections} from './markdown.ts';

interface Key {
  /** `engine.home_net`, `arms[].ruleset` */
  readonly path: string;
  readonly required: boolean;
  readonly fallback: unknown;
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly default?: unknown;
}

/** Every key of a declaration; lists of keys as `[]`, branches of a union beside each other. */
function keysOf({properties = {}, required = [], items, anyOf = []}: JsonSchema, before = ''): Key[] {
  const own = Object.entries(properties).flatMap(([name, schema]) => {
    const path = before === '' || before.endsWith('].') ? `${before}${name}` : `${before}.${name}`;
    return [{path, required: required.includes(name), fallback: schema.default}, ...keysOf(schema, path)];
  });
  return [
    ...own,
    ...(items ? keysOf(items, `${before}[].`) : []),
    ...anyOf.flatMap(branch => keysOf(branch, before)),
  ];
}

const page = readDoc('docs/declarations.md');
const parts = [
  {part: 'Rulesets', schema: rulesetSchema},
  {part: 'Schedules', schema: scheduleSchema},
  {part: 'Live schedules', schema: liveScheduleSchema},
].map(({part, schema}) => ({
  part,
  schema,
  keys: keysOf(z.toJSONSchema(schema, {io: 'input'}) as JsonSchema),
  topics: sections(page).filter(({level, within}) => level === 3 && within.includes(part)),
}));

describe.each(parts)('docs/declarations.md on $part', ({schema, keys, topics}) => {
  const textOf = (path: string): string => topics.find(({title}) => title === `\`${path}\``)?.text ?? '';

  it('has a heading for every key, and none for a key that there is not', () => {
    expect(topics.map(({title}) => title).sort()).toEqual(keys.map(({path}) => `\`${path}\``).sort());
  });

  it.each(keys)('says whether $path is required, or what its default is', ({path, required, fallback}) => {
    const text = textOf(path);
    if (required) expect(text).toContain('Required');
    else if (fallback === undefined || typeof fallback === 'object') expect(text).toMatch(/Default: .+/);
    else expect(text).toContain(`Default: \`${fallback === '' ? "''" : fallback}\``);
  });

  it('shows examples that are taken as they stand', () => {
    const whole =
      topics.length > 0 ? sections(page).find(({title}) => title === topics[0]?.within.at(-1)) : undefined;
    const examples = fences((whole?.text ?? '').split('\n### ')[0] ?? '').filter(
      ({language}) => language === 'yaml',
    );
    expect(examples.length).toBeGreaterThan(0);
    for (const {text} of examples)
      expect(readDeclaration('example.yaml', text, schema, readYaml)).toMatchObject({ok: true});
  });
});
