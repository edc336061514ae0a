import {z} from 'zod';
import {POLICIES} from '../domain/rule.ts';
import {LIST_MODES} from '../domain/snapshot.ts';
import {NAME} from '../domain/trial.ts';

export const path = z.string().min(1).max(4096);
export const name = z.string().regex(NAME);
const network = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^[^'"\\\n]+$/);

export const arm = z.strictObject({
  ruleset: name.describe('Name of a file in rulesets/, without .yaml.'),
  name: name.optional().describe("The arm's name in every table; default: the ruleset's."),
  policy: z.enum(POLICIES).optional().describe("Policy for this arm; default: the ruleset's."),
  builtins: z.boolean().optional().describe("Builtin rules in this arm; default: the ruleset's."),
  mode: z.enum(LIST_MODES).optional().describe("Blocklist mode in this arm; default: the ruleset's."),
  snort: path.optional().describe('A different Snort 3 program for this arm.'),
  tweaks: z
    .string()
    .max(65_536)
    .optional()
    .describe("Lua added to this arm's configuration after engine.tweaks."),
});

export const engine = z
  .strictObject({
    snort: path.optional().describe('The Snort 3 program; default: RULETRIAL_SNORT, else snort on the PATH.'),
    home_net: network
      .default('any')
      .describe('HOME_NET, such as 192.0.2.0/24 or [192.0.2.0/24,198.51.100.7].'),
    external_net: network.default('any').describe('EXTERNAL_NET, such as any or !$HOME_NET.'),
    checksums: z
      .boolean()
      .default(false)
      .describe('Whether packets with wrong checksums are ignored (false: -k none).'),
    events: z
      .enum(['all', 'snort'])
      .default('all')
      .describe(
        "all: every event on a packet is logged. snort: Snort's own event queue, which logs at most three per packet.",
      ),
    tweaks: z.string().max(65_536).default('').describe("Lua added to every arm's configuration."),
  })
  .prefault({})
  .describe('How Snort is configured; the same for all arms.');

export const logs = z
  .enum(['compress', 'keep', 'remove'])
  .default('compress')
  .describe("What to do with each run's alert log once its alerts are in the store.");

/** `schedules/NAME.yaml` of kind `replay`. */
export const scheduleSchema = z.strictObject({
  kind: z.literal('replay').describe('replay: the same captures through every arm.'),
  captures: z
    .array(path)
    .min(1)
    .describe('Files, folders (with all subfolders) or globs; relative to the project folder.'),
  arms: z.array(arm).min(1).describe('What is compared; two or more arms make a comparison.'),
  baseline: name.optional().describe('The arm that the others are compared with; default: the first.'),
  engine,
  isolation: z
    .enum(['capture', 'shared'])
    .default('capture')
    .describe(
      'capture: one Snort process per capture (accurate). shared: captures are spread over a few processes; 20-40 times faster, but flow state can carry over between captures.',
    ),
  recorded: path
    .optional()
    .describe(
      'Folder of recorded runs, used (and labelled) if Snort 3 is not installed. "bundled": those of the demo.',
    ),
  logs,
});

export type ScheduleDeclaration = z.infer<typeof scheduleSchema>;
export type ArmDeclaration = ScheduleDeclaration['arms'][number];

/** The arm's name: its own, else its ruleset's. */
export const armName = (declared: ArmDeclaration): string => declared.name ?? declared.ruleset;
