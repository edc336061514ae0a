import type {Manifest} from '../domain/snapshot.ts';
import type {Catalogue, SourceRequest} from './ports.ts';

/** What of a ruleset is baked into its snapshots. */
export const variantOf = ({policy, soRules, soPlatform, config}: SourceRequest): string =>
  [
    policy ?? 'all',
    ...(soRules === 'load' ? [`so ${soPlatform}`] : []),
    ...(config === 'lightspd' ? [config] : []),
  ].join(', ');

/** The last good snapshot of what is declared now: one of another source is no measure, and no stand-in. */
export function lastGoodOf(
  {request, source}: {readonly request: SourceRequest; readonly source: string},
  catalogue: Catalogue,
): Manifest | undefined {
  const last = catalogue.lastGood(request.ruleset, variantOf(request));
  // an earlier version left the policy to --metadata-filter, which switches off local rules and lists as well
  const isSelected = last?.policy === undefined || last.policyBy !== undefined;
  return last?.source === source && isSelected ? last : undefined;
}
