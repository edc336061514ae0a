import {LAYOUTS, type Layout} from '../domain/snapshot.ts';

/** Members that identify each snort.org archive, whatever its file name. */
const FINGERPRINTS: Readonly<Record<Layout, readonly RegExp[]>> = {
  community: [/^snort3-community-rules\/[^/]+\.rules$/],
  registered: [/^rules\/[^/]+\.rules$/, /^rules\/rulestates-[^/]+\.states$/],
  lightspd: [/^lightspd\/manifest\.json$/, /^lightspd\/rules\/3\.0\.0\.0\/[^/]+\.rules$/],
};

/** Prefixes of members that show which kind of archive it is meant to be. */
const BEGINNINGS: Readonly<Record<Layout, RegExp>> = {
  community: /^snort3-community-rules\//,
  registered: /^(rules|builtins|so_rules)\//,
  lightspd: /^lightspd\//,
};

/** The names of the archives on snort.org. */
export const CANONICAL: Readonly<Record<Layout, string>> = {
  community: 'snort3-community-rules.tar.gz',
  registered: 'snortrules-snapshot-31470.tar.gz',
  lightspd: 'Talos_LightSPD.tar.gz',
};

const normal = (name: string): string => name.replace(/^(\.\/)+/, '');

/** Returns the layout whose fingerprints are all present; undefined for any other archive of rules. */
export const layoutOf = (names: readonly string[]): Layout | undefined =>
  LAYOUTS.find(layout => FINGERPRINTS[layout].every(mark => names.some(name => mark.test(normal(name)))));

/** Returns the kind of archive that a file name claims; undefined if none. */
export function claimedBy(fileName: string): Layout | undefined {
  if (/^snort3-community-rules.*\.(tar\.gz|tgz)$/.test(fileName)) return 'community';
  if (/^snortrules-snapshot-.*\.(tar\.gz|tgz)$/.test(fileName)) return 'registered';
  return /^Talos_LightSPD.*\.(tar\.gz|tgz)$/i.test(fileName) ? 'lightspd' : undefined;
}

/** Says how an archive differs from the layout that it claims; undefined if it matches. */
export function mismatch(claimed: Layout, names: readonly string[]): string | undefined {
  const found = layoutOf(names);
  if (found === claimed) return undefined;
  if (found) return `it is the ${found} archive`;
  const part = FINGERPRINTS[claimed].find(mark => !names.some(name => mark.test(normal(name))));
  const begun = names.some(name => BEGINNINGS[claimed].test(normal(name)));
  return begun ? `it contains nothing like ${part?.source ?? ''}` : 'it contains none of the expected files';
}
