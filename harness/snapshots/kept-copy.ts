import {createHash} from 'node:crypto';
import type {Say} from '../domain/notice.ts';
import type {DownloadCache, DownloadFacts, DownloadLog} from './download-ports.ts';
import {addressOf, withoutQuery} from './redact.ts';

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Under its canonical name, since that is how it is recognised, in a folder of its address alone. */
export const cacheName = (url: string, name: string): string =>
  `${sha256(Buffer.from(addressOf(url))).slice(0, 12)}/${name}`;

/** The facts of the cached copy, if its bytes are unchanged; a damaged or missing one is reported. */
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
