import {z} from 'zod';
import {POLICIES} from '../domain/rule.ts';
import {LAYOUTS, LIST_MODES} from '../domain/snapshot.ts';

const path = z.string().min(1).max(4096);
const share = z.number().min(0).max(1);

const entry = z.union([z.string().min(1).max(10_000), z.int().nonnegative()]).transform(String);
const sids = z.union([path, z.array(entry).max(100_000)]);

const network = z
  .union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])
  .refine(text => !/\/0+$/.test(text), 'a network with a prefix length of 1 or more');

const source = z.union([
  z.strictObject({file: path.describe('A rules file; its includes are followed.')}),
  z.strictObject({folder: path.describe('A folder: every .rules file in it and below, by name.')}),
  z.strictObject({archive: path.describe('A .tar.gz of rules, such as snort3-community-rules.tar.gz.')}),
  z.strictObject({
    pulledpork3: z
      .enum(LAYOUTS)
      .describe('An archive of snort.org: PulledPork3 downloads it and makes the rules.'),
  }),
  z.strictObject({
    download: z
      .enum(LAYOUTS)
      .describe('An archive of snort.org: ruletrial downloads it, in the pace that the provider allows.'),
  }),
  z.strictObject({
    url: z
      .string()
      .max(4096)
      .regex(/^https?:\/\/[^\s@]+$/)
      .describe('A blocklist, rules or an archive at an address; taken for what it is.'),
  }),
  z.strictObject({
    manual: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,200}$/)
      .describe('A file that a person puts into rulesets/manual/: a blocklist, rules or an archive.'),
  }),
]);

/** `rulesets/NAME.yaml` */
export const rulesetSchema = z
  .strictObject({
    source: source
      .optional()
      .describe(
        'Where the rules or addresses come from: one of file, folder, archive, pulledpork3, download, url, manual. Paths are relative to the project folder.',
      ),
    rules: z
      .literal('none')
      .optional()
      .describe('none: an arm without rules, to see what Snort itself costs; it needs no source.'),
    policy: z
      .enum(POLICIES)
      .optional()
      .describe(
        "Talos base policy: by the archive's .states files where it has them, else by the rules' own metadata (as Snort's --metadata-filter finds it). It selects the source's rules alone, not those of local. Left out: every rule that is not commented out.",
      ),
    local: z.array(path).default([]).describe('Rules files of your own, loaded after the others.'),
    lists: z
      .array(path)
      .default([])
      .describe('Blocklists beside the rules: addresses (https://...) or files; mode says what they do.'),
    builtins: z
      .boolean()
      .default(false)
      .describe("Whether Snort's builtin rules (decoder and inspectors) alert as well."),
    so_rules: z
      .enum(['skip', 'load'])
      .default('skip')
      .describe(
        "Shared-object rules: load runs the archive's programs inside Snort; skip counts those enabled.",
      ),
    so_platform: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]{0,40}$/)
      .optional()
      .describe(
        'Platform of the shared-object rules as the archive names it, such as ubuntu-x64; for so_rules: load.',
      ),
    config: z
      .enum(['ruletrial', 'lightspd'])
      .default('ruletrial')
      .describe(
        "lightspd: the LightSPD archive's own configuration for the policy, in place of the installed one.",
      ),
    mode: z
      .enum(LIST_MODES)
      .default('monitor')
      .describe(
        "Of a blocklist. monitor: alerts, and rules see the flow all the same. block: alerts, and ends the flow's inspection.",
      ),
    oinkcode: z
      .string()
      .regex(/^[A-Z_][A-Z0-9_]{0,63}$/)
      .default('OINKCODE')
      .describe(
        'Name of the environment variable that holds the oinkcode; the code itself never stands here.',
      ),
    registered_snapshot: z
      .string()
      .regex(/^snortrules-snapshot-[A-Za-z0-9]{1,20}\.tar\.gz$/)
      .optional()
      .describe(
        'File name of the registered snapshot, such as snortrules-snapshot-31470.tar.gz; left out: the newest known for your Snort.',
      ),
    get_from: z
      .string()
      .max(1000)
      .optional()
      .describe('Where a person gets the file of source.manual; told as long as it is not there.'),
    max_shrink: share
      .optional()
      .describe(
        'Share of the last good snapshot that may be gone, 0 to 1; left out: 0.2, and 1 for files and folders of your own.',
      ),
    unreadable: share
      .default(0)
      .describe('Share of the rules that may not be readable, 0 to 1: they are left out and told.'),
    exclude: z
      .array(z.string().min(1).max(200))
      .max(1000)
      .default([])
      .describe('Rules files of the source that are left out, by name: *, ? and ** as in a shell.'),
    disable: sids
      .default([])
      .describe(
        'Rules that are switched off: entries as in disablesid.conf of PulledPork, or the path of such a file.',
      ),
    enable: sids
      .default([])
      .describe(
        'Rules that are switched on, whatever policy says: entries as in enablesid.conf, or the path of such a file. disable comes after it.',
      ),
    modify: z
      .union([
        path,
        z
          .array(
            z.strictObject({
              rules: entry.describe('Entries between commas; "*" for every rule.'),
              from: z.string().min(1).max(1000).describe('A regular expression over the text of the rule.'),
              to: z.string().max(1000).describe('What its first match becomes.'),
            }),
          )
          .max(1000),
      ])
      .default([])
      .describe(
        'Rules whose text is changed before anything else: rules, from and to, or the path of a file as modifysid.conf of PulledPork.',
      ),
    variables: z
      .record(
        z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/),
        z.union([z.string().min(1).max(10_000), z.int().min(0).max(65_535)]).transform(String),
      )
      .default({})
      .describe(
        'Variables of Snort that the rules need, by name: addresses, or ports where the name ends in PORT or PORTS.',
      ),
    classifications: z
      .union([
        path,
        z.record(
          z.string().regex(/^[^\s,;:()"\\]{1,200}$/),
          z.union([
            z.int().min(0).max(255),
            z.strictObject({
              priority: z.int().min(0).max(255).describe('1 is the highest.'),
              text: z.string().max(200).default('').describe('What alerts call it.'),
            }),
          ]),
        ),
      ])
      .default({})
      .describe(
        "Classtypes that Snort does not come with, by name: a priority, or priority and text; or the path of a classification.config. They count before the archive's own.",
      ),
    column: z
      .union([z.int().min(1).max(1000), z.string().min(1).max(100)])
      .optional()
      .describe(
        'Of a blocklist in CSV: the column of the addresses, by its number from 1 on or by its name.',
      ),
    allow: z
      .array(network)
      .max(10_000)
      .default([])
      .describe('Addresses and networks that no blocklist may list: they are cut out of its entries.'),
    bad_lines: share.default(0).describe('Share of the lines of a blocklist that may be no address, 0 to 1.'),
  })
  .refine(({source: given, rules}) => (given === undefined) === (rules === 'none'), {
    path: ['source'],
    message: 'a source, or rules: none without one',
  });

export type RulesetDeclaration = z.infer<typeof rulesetSchema>;
