import type {Manifest} from '../domain/snapshot.ts';
import type {Catalogue, SourceRequest} from './ports.ts';

/** Names the options that are part of a ruleset's snapshots. */
export const variantOf = ({policy, soRules, soPlatform, config}: SourceRequest): string =>
  [
    policy ?? 'all',
    ...(soRules === 'load' ? [`so ${soPlatform}`] : []),
    ...(config === 'lightspd' ? [config] : []),
  ].join(', ');

/** Returns the last good snapshot of the current declaration; one from another source is neither compared nor used. */
export function lastGoodOf(
  {request, source}: {readonly request: SourceRequest; readonly source: string},
  catalogue: Catalogue,
): Manifest | undefined {
  const last = catalogue.lastGood(request.ruleset, variantOf(request));
  // an earlier version left the policy to --metadata-filter, which also disables local rules and lists
  const isSelected = last?.policy === undefined || last.policyBy !== undefined;
  return last?.source === source && isSelected ? last : undefined;
}
