import type {Say} from '../domain/message.ts';
import type {Result} from '../domain/result.ts';
import {ok} from '../domain/result.ts';
import type {Layout} from '../domain/snapshot.ts';
import type {ArchiveDeps} from './archive-source.ts';
import type {SourceFailure} from './failures.ts';
import type {FetchDeps, FetchOrder} from './fetch-source.ts';
import {snapshotFor} from './known-snapshots.ts';
import {CANONICAL} from './layouts.ts';
import type {ReadWhole} from './list-source.ts';
import type {SourceContent, SourceRequest} from './ports.ts';

export const SNORT_ORG = 'https://snort.org';

/** Returns the base URL of archives: snort.org, or a mirror from the environment. */
export const providerBase = (mirror: string | undefined): string => (mirror ?? SNORT_ORG).replace(/\/+$/, '');

/** LightSPD had 128 MB in 2024. */
const MAX_ARCHIVE_BYTES = 1024 * 1024 * 1024;

/** An archive on snort.org as a ruleset declares it. */
export interface Provider {
  readonly layout: Layout;
  readonly oinkcode: {
    /** Name of the environment variable. */
    readonly variable: string;
    readonly value: string | undefined;
  };
  /** File name of a registered archive, in place of the one from the table. */
  readonly snapshot: string | undefined;
  /** `https://snort.org`, or a mirror with the same paths. */
  readonly base: string;
}

export type ProviderDeps = ArchiveDeps & FetchDeps & {readonly readWhole: ReadWhole; readonly say: Say};

export interface ProviderOrder extends FetchOrder {
  /** The Snort version of a registered snapshot, if the table has it. */
  readonly snort: string | undefined;
}

/** Makes the order to fetch an archive; fails if an oinkcode is needed and missing. */
export function orderFrom(
  provider: Provider,
  {ruleset, snortVersion}: SourceRequest,
): ProviderOrder | SourceFailure {
  const {layout, base, oinkcode} = provider;
  const needsCode = layout !== 'community';
  if (needsCode && !oinkcode.value) {
    const reason = `${oinkcode.variable} is not set, and the ${layout} rules need an oinkcode`;
    return {kind: 'ruleset-unavailable', ruleset, reason};
  }
  if (needsCode && !/^[A-Za-z0-9]{40}$/.test(oinkcode.value ?? '')) {
    const reason = `${oinkcode.variable} does not contain an oinkcode (40 letters and digits)`;
    return {kind: 'ruleset-unavailable', ruleset, reason};
  }
  if (needsCode && !/^(https:|http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/])/.test(`${base}/`)) {
    const reason = `${base} does not use https, and the oinkcode is never sent unencrypted`;
    return {kind: 'ruleset-unavailable', ruleset, reason};
  }
  const found = layout === 'registered' ? snapshotFor(snortVersion, provider.snapshot) : undefined;
  if (layout === 'registered' && !found) {
    const reason = `no registered snapshot is known for Snort ${snortVersion}; name one with "registered_snapshot:"`;
    return {kind: 'ruleset-unavailable', ruleset, reason};
  }
  const name = found?.file ?? CANONICAL[layout];
  const secret =
    needsCode && oinkcode.value
      ? {parameter: 'oinkcode', value: oinkcode.value, variable: oinkcode.variable}
      : undefined;
  return {
    ruleset,
    name,
    url: `${base}/${layout === 'community' ? 'downloads/community' : 'rules'}/${name}`,
    secret,
    expects: 'archive',
    maxBytes: MAX_ARCHIVE_BYTES,
    snort: found?.snort,
  };
}

/** Adds the address that the content came from. */
export const withUrl = (
  url: string,
  content: Result<SourceContent, SourceFailure>,
): Result<SourceContent, SourceFailure> => (content.ok ? ok({...content.value, url}) : content);

/** Returns the `lacks` function of a source: it reports a missing oinkcode. */
export const lacksOf = (provider: Provider) => async (_place: string, request: SourceRequest) => {
  const order = orderFrom(provider, request);
  return 'kind' in order ? order : undefined;
};
