import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {z} from 'zod';
import {trialReportSchema} from '../../harness/analysis/trial-report.ts';
import {anyScheduleSchema} from '../../harness/declarations/any-schedule.ts';
import {rulesetSchema} from '../../harness/declarations/ruleset.ts';

const folder = join(import.meta.dirname, '../../docs/schema');
const target = 'draft-2020-12';

/** A declaration is described as a person writes it (defaults may be left out), the report as it is printed. */
const schemas = [
  {file: 'ruleset.schema.json', schema: z.toJSONSchema(rulesetSchema, {target, io: 'input'})},
  {file: 'schedule.schema.json', schema: z.toJSONSchema(anyScheduleSchema, {target, io: 'input'})},
  {file: 'trial-report.schema.json', schema: z.toJSONSchema(trialReportSchema, {target, io: 'output'})},
];

if (process.env.UPDATE_GOLDEN === '1') {
  mkdirSync(folder, {recursive: true});
  for (const {file, schema} of schemas)
    writeFileSync(join(folder, file), `${JSON.stringify(schema, null, 2)}\n`);
}

/** `UPDATE_GOLDEN=1 npx vitest run test/docs` writes the schemas anew; read the difference before committing it. */
describe('docs/schema', () => {
  it('holds the schemas of both declarations and of the report, and nothing else', () => {
    expect(readdirSync(folder).sort()).toEqual(schemas.map(({file}) => file).sort());
  });

  it.each(schemas)('$file is what the code accepts today', ({file, schema}) => {
    expect(readFileSync(join(folder, file), 'utf8')).toBe(`${JSON.stringify(schema, null, 2)}\n`);
  });

  it.each(schemas)('$file is of draft 2020-12 and lists every key that there may be', ({schema}) => {
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    // a schedule is of one kind or of another
    for (const one of schema.anyOf ?? [schema])
      expect(one).toMatchObject({type: 'object', additionalProperties: false});
  });

  it.each(schemas.slice(0, 2))('$file describes every key of a declaration for the editor', ({schema}) => {
    const bare = keys(schema).filter(({description}) => description === undefined);
    expect(bare.map(({key}) => key)).toEqual([]);
  });
});

/** All keys of a schema, those of lists and unions too. */
function keys(schema: object): {key: string; description: unknown}[] {
  return Object.entries(schema).flatMap(([name, value]) => {
    if (typeof value !== 'object' || value === null) return [];
    const own =
      name === 'properties'
        ? Object.entries(value).map(([key, of]) => ({
            key,
            description: (of as {description?: unknown}).description,
          }))
        : [];
    return [...own, ...keys(value)];
  });
}
