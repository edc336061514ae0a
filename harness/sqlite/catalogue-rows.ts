import {z} from 'zod';
import {POLICIES} from '../domain/rule.ts';
import type {CatalogueRule} from '../snapshots/catalogue-rules.ts';

/** A rule with its place in one set of rules, as it is selected. */
export interface RuleRow {
  readonly gid: number;
  readonly sid: number;
  readonly rev: number;
  readonly action: string;
  readonly header: string;
  readonly msg: string;
  readonly classtype: string;
  readonly priority: number;
  readonly kind: CatalogueRule['kind'];
  readonly facts: string;
  readonly text: string;
  readonly text_digest: string;
  readonly enabled: number;
  readonly by: string;
  readonly file: string | null;
  readonly line: number | null;
}

const texts = z.array(z.string());
export const ruleFacts = z.object({
  references: z.array(z.object({scheme: z.string(), id: z.string()})),
  metadata: texts,
  policies: z.array(z.object({policy: z.enum(POLICIES), action: z.string()})),
  services: texts,
});

/** What `ruleFacts` reads. */
export const factsText = ({references, metadata, policies, services}: CatalogueRule): string =>
  JSON.stringify(ruleFacts.parse({references, metadata, policies, services}));

const NO_FACTS: z.infer<typeof ruleFacts> = {references: [], metadata: [], policies: [], services: []};

/** Facts that are damaged are none: the rule's text is there all the same. */
export const readFacts = (facts: string): z.infer<typeof ruleFacts> => readJson(ruleFacts, facts) ?? NO_FACTS;

/** What a schema reads of a stored text; undefined where it is damaged, or of another form. */
export function readJson<T>(schema: z.ZodType<T>, text: unknown): T | undefined {
  try {
    return schema.safeParse(JSON.parse(String(text))).data;
  } catch {
    return undefined;
  }
}

export function ruleOf(row: RuleRow): CatalogueRule {
  const {gid, sid, rev, action, header, msg, classtype, priority, kind, text, by} = row;
  const facts = readFacts(row.facts);
  const own = {gid, sid, rev, action, header, msg, classtype, priority, kind, text, by};
  const place = row.file === null || row.line === null ? undefined : {file: row.file, line: row.line};
  return {...own, ...facts, place, textDigest: row.text_digest, enabled: row.enabled === 1};
}
