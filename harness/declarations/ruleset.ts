import {z} from 'zod';
import {POLICIES} from '../domain/rule.ts';

const path = z.string().min(1).max(4096);

const source = z
  .union([
    z.strictObject({file: path.describe('A rules file; its includes are followed.')}),
    z.strictObject({folder: path.describe('A folder: every .rules file in it and below, by name.')}),
    z.strictObject({archive: path.describe('A .tar.gz of rules, such as snort3-community-rules.tar.gz.')}),
  ])
  .describe(
    'Where the rules come from: one of file, folder, archive. Paths are relative to the project folder.',
  );

/** `rulesets/NAME.yaml` */
export const rulesetSchema = z.strictObject({
  source,
  policy: z
    .enum(POLICIES)
    .optional()
    .describe(
      "Talos base policy, by the rules' own metadata (Snort's --metadata-filter). Left out: every rule that is not commented out.",
    ),
  local: z.array(path).default([]).describe('Rules files of your own, loaded after the others.'),
  builtins: z
    .boolean()
    .default(false)
    .describe("Whether Snort's builtin rules (decoder and inspectors) alert as well."),
});

export type RulesetDeclaration = z.infer<typeof rulesetSchema>;
