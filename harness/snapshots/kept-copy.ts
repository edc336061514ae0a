import {createHash} from 'node:crypto';
import type {Say} from '../domain/message.ts';
import type {DownloadCache, DownloadFacts, DownloadLog} from './download-ports.ts';
import {addressOf, withoutQuery} from './redact.ts';

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Returns the name in the cache: the canonical name, by which files are recognized, in a folder for the address. */
export const cacheName = (url: string, name: string): string =>
  `${sha256(Buffer.from(addressOf(url))).slice(0, 12)}/${name}`;

/** Returns the facts of the cached copy if its bytes are unchanged; warns if it is damaged or missing. */
export async function keptCopy(
  source: {readonly url: string; readonly name: string},
  {log, cache, say}: {readonly log: DownloadLog; readonly cache: DownloadCache; readonly say: Say},
): Promise<DownloadFacts | undefined> {
  const facts = log.facts(addressOf(source.url));
  if (!facts) return undefined;
  const name = cacheName(source.url, source.name);
  const bytes = await cache.read(name);
  if (bytes && sha256(bytes) === facts.sha256) return facts;
  const what = bytes ? 'has changed since it was downloaded' : 'is missing';
  say({
    kind: 'warning',
    text:
      `${cache.path(name)} ${what}, so ${withoutQuery(source.url)} is fetched again. ` +
      'Check whether an antivirus program removed it',
  });
  return undefined;
}
