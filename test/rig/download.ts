import {gzipSync} from 'node:zlib';
import {expect} from 'vitest';
import type {DownloadOrder, DownloadOutcome} from '../../harness/snapshots/download-ports.ts';
import {type DownloadOptions, undiciDownload} from '../../harness/snapshots/undici/download.ts';
import {type Play, provider, type Seen} from '../fakes/provider.ts';
import {virtualClock} from '../fakes/virtual-clock.ts';

export const OINKCODE = '0123456789abcdef0123456789abcdef01234567';
export const ARCHIVE = gzipSync(Buffer.from('a tar, for all that a download knows'));

interface Got {
  readonly outcome: DownloadOutcome;
  readonly seen: readonly Seen[];
  readonly pauses: readonly number[];
  /** What the provider is called in outcomes. */
  readonly url: string;
}

/** Lets a provider play, and downloads `/rules/x.tar.gz` from it. */
export async function download(
  play: Play,
  order: Partial<DownloadOrder> = {},
  options: Partial<DownloadOptions> = {},
): Promise<Got> {
  const {url, seen} = await provider(play);
  return {...(await downloadFrom(`${url}/rules/x.tar.gz`, order, options)), seen, url};
}

export async function downloadFrom(
  url: string,
  order: Partial<DownloadOrder> = {},
  options: Partial<DownloadOptions> = {},
): Promise<Pick<Got, 'outcome' | 'pauses'>> {
  const pauses: number[] = [];
  const {get} = undiciDownload({
    version: '0.2.0',
    clock: virtualClock(),
    pause: async ms => {
      pauses.push(ms);
    },
    ...options,
  });
  const outcome = await get({
    url,
    secret: {parameter: 'oinkcode', value: OINKCODE},
    expects: 'archive',
    maxBytes: 1_000_000,
    known: undefined,
    permit: () => ({may: true}),
    ...order,
  });
  const told = outcome.kind === 'got' ? {...outcome, bytes: []} : outcome;
  expect(JSON.stringify(told)).not.toContain(OINKCODE);
  return {outcome, pauses};
}

export const send =
  (status: number, body: string | Buffer = '', headers: Record<string, string> = {}): Play =>
  (_request, response) => {
    response.writeHead(status, headers).end(body);
  };

/** Tells no length before. */
export const chunked =
  (body: string | Buffer, headers: Record<string, string> = {}): Play =>
  (_request, response) => {
    response.writeHead(200, headers).write(body);
    response.end();
  };
