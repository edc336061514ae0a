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
  z.strictObject({
    folder: path.describe('A folder: every .rules file in it and its subfolders, in order of their paths.'),
  }),
  z.strictObject({archive: path.describe('A .tar.gz of rules, such as snort3-community-rules.tar.gz.')}),
  z.strictObject({
    pulledpork3: z
      .enum(LAYOUTS)
      .describe('An archive from snort.org that PulledPork3 downloads and processes.'),
  }),
  z.strictObject({
    download: z
      .enum(LAYOUTS)
      .describe("An archive from snort.org that ruletrial downloads, within the provider's limits."),
  }),
  z.strictObject({
    url: z
      .string()
      .max(4096)
      .regex(/^https?:\/\/[^\s@]+$/)
      .describe('A blocklist, rules or an archive at a URL.'),
  }),
  z.strictObject({
    manual: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,200}$/)
      .describe('A file that you save in rulesets/manual/ yourself: a blocklist, rules or an archive.'),
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
      .describe('none: an arm without rules, to measure what Snort itself costs; needs no source.'),
    policy: z
      .enum(POLICIES)
      .optional()
      .describe(
        "Talos base policy: defined by the archive's .states files if it has them, otherwise by the rules' own metadata (as with Snort's --metadata-filter). It applies to the rules of source, not to those of local. Default: every rule that is not commented out.",
      ),
    local: z.array(path).default([]).describe('Rules files of your own, loaded after the others.'),
    lists: z
      .array(path)
      .default([])
      .describe('Blocklists in addition to the rules: URLs or files; mode sets what they do.'),
    builtins: z
      .boolean()
      .default(false)
      .describe("Whether Snort's builtin rules (decoder and inspectors) alert as well."),
    so_rules: z
      .enum(['skip', 'load'])
      .default('skip')
      .describe(
        "Shared-object (SO) rules. load: load the archive's compiled code into Snort. skip: do not load them; the report counts the enabled ones.",
      ),
    so_platform: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]{0,40}$/)
      .optional()
      .describe('For "so_rules: load", the platform as the archive names it, such as ubuntu-x64.'),
    config: z
      .enum(['ruletrial', 'lightspd'])
      .default('ruletrial')
      .describe(
        "lightspd: the LightSPD archive's own configuration for the policy, instead of the installed one.",
      ),
    mode: z
      .enum(LIST_MODES)
      .default('monitor')
      .describe(
        'For a blocklist. monitor: a listed address raises an alert, and rules still inspect the flow. block: it raises an alert, and inspection of the flow ends.',
      ),
    oinkcode: z
      .string()
      .regex(/^[A-Z_][A-Z0-9_]{0,63}$/)
      .default('OINKCODE')
      .describe(
        'Name of the environment variable that holds the oinkcode; never write the code itself here.',
      ),
    registered_snapshot: z
      .string()
      .regex(/^snortrules-snapshot-[A-Za-z0-9]{1,20}\.tar\.gz$/)
      .optional()
      .describe(
        'File name of the registered archive (snort.org calls it a snapshot), such as snortrules-snapshot-31470.tar.gz; default: the newest one known for your Snort version.',
      ),
    get_from: z
      .string()
      .max(1000)
      .optional()
      .describe('Where to download the file of source.manual; shown until it exists.'),
    max_shrink: share
      .optional()
      .describe(
        'Share of the last good snapshot that may disappear, 0 to 1; default: 0.2, and 1 for files and folders of your own.',
      ),
    unreadable: share
      .default(0)
      .describe('Share of the rules that may be unreadable, 0 to 1; they are left out and listed.'),
    exclude: z
      .array(z.string().min(1).max(200))
      .max(1000)
      .default([])
      .describe('Rules files of the source to leave out, by name: *, ? and ** as in a shell.'),
    disable: sids
      .default([])
      .describe("Rules to disable: entries as in PulledPork's disablesid.conf, or the path of such a file."),
    enable: sids
      .default([])
      .describe(
        "Rules to enable regardless of the policy: entries as in PulledPork's enablesid.conf, or the path of such a file. disable is applied afterwards.",
      ),
    modify: z
      .union([
        path,
        z
          .array(
            z.strictObject({
              rules: entry.describe('Entries separated by commas; "*" for every rule.'),
              from: z
                .string()
                .min(1)
                .max(1000)
                .describe('A regular expression that is matched against the text of the rule.'),
              to: z.string().max(1000).describe('The replacement for the first match.'),
            }),
          )
          .max(1000),
      ])
      .default([])
      .describe(
        "Changes to the text of rules, applied before enable and disable: rules, from and to, or the path of a file in the format of PulledPork's modifysid.conf.",
      ),
    variables: z
      .record(
        z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/),
        z.union([z.string().min(1).max(10_000), z.int().min(0).max(65_535)]).transform(String),
      )
      .default({})
      .describe(
        'Snort variables that the rules need, by name: addresses, or ports if the name ends in PORT or PORTS.',
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
              text: z.string().max(200).default('').describe('Description shown in alerts.'),
            }),
          ]),
        ),
      ])
      .default({})
      .describe(
        "Classtypes that are missing from Snort, by name: a priority, or priority and text; or the path of a classification.config. They take precedence over the archive's own.",
      ),
    column: z
      .union([z.int().min(1).max(1000), z.string().min(1).max(100)])
      .optional()
      .describe('For a blocklist in CSV: the column with the addresses, by number (from 1) or name.'),
    allow: z
      .array(network)
      .max(10_000)
      .default([])
      .describe('Addresses and networks to remove from every blocklist.'),
    bad_lines: share.default(0).describe('Share of the lines of a blocklist that may be invalid, 0 to 1.'),
  })
  .refine(({source: given, rules}) => (given === undefined) === (rules === 'none'), {
    path: ['source'],
    message: 'a source, or "rules: none" and no source',
  });

export type RulesetDeclaration = z.infer<typeof rulesetSchema>;
