import {z} from 'zod';

const count = z.int().nonnegative();

/** How the rules that fired in an arm of imported logs were found in snapshots. Rules are counted by `gid:sid`. */
export const rulesFound = z.object({
  /** Whether the user named the snapshot that the arm ran; otherwise the rules were matched by `gid:sid:rev` in the catalogue. */
  named: z.boolean(),
  /** The named snapshot, or those in which rules were matched, with the number of rules found in each. */
  snapshots: z.array(z.object({name: z.string(), digest: z.string(), rules: count})),
  fired: count,
  found: count,
  /** Text and SO rules that fired and were not found. Few snapshots list the builtin rules. */
  missing: count,
  /** Rules that fired in another revision than the named snapshot has. */
  otherRevision: count,
  /** Rules that fired although the named snapshot disables them. */
  disabled: count,
});
export type RulesFound = z.infer<typeof rulesFound>;
