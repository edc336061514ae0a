import {parseUrl} from '../parse-url.ts';
import {redact} from '../redact.ts';

/** Returns the target of a redirect, or why it is not followed; the reason contains no address, since its query may be secret. */
export function nextAddress(
  from: URL,
  answer: {readonly status: number; header(name: string): string | undefined},
  secrets: readonly string[],
): URL | string {
  const location = answer.header('location');
  if (location === undefined) return `status ${answer.status} without an address`;
  const next = parseUrl(location, from);
  if (!next) return 'its target is not a valid address';
  if (from.protocol === 'https:' && next.protocol === 'http:')
    return 'from https to http, which is not encrypted';
  if (!/^https?:$/.test(next.protocol)) return `to ${redact(next.protocol, secrets)} instead of https:`;
  if (!sameSite(from, next) && redact(next.href, secrets) !== next.href) {
    return `it would send the secret to ${redact(next.host, secrets)}`;
  }
  return next;
}

/** Treats snort.org and www.snort.org as one site. */
const sameSite = (one: URL, other: URL): boolean => bare(one.host) === bare(other.host);

const bare = (host: string): string => host.replace(/^www\./, '');
