import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, onTestFinished} from 'vitest';
import {downloadCache} from '../../harness/disk/download-cache.ts';
import type {Message} from '../../harness/domain/message.ts';
import type {Result} from '../../harness/domain/result.ts';
import {type DownloadFailure, downloadFailures} from '../../harness/snapshots/download-failures.ts';
import type {Download} from '../../harness/snapshots/download-ports.ts';
import {type Fetched, type FetchOrder, fetchSource} from '../../harness/snapshots/fetch-source.ts';
import {undiciDownload} from '../../harness/snapshots/undici/download.ts';
import {memoryDownloadLog} from '../fakes/download-log.ts';
import {virtualClock} from '../fakes/virtual-clock.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';
import {OINKCODE} from './download.ts';

export const SECRET = {parameter: 'oinkcode', value: OINKCODE, variable: 'RULETRIAL_OINKCODE'};

/** A state folder with a cache, an empty log and a clock that the test puts on; the secret is looked for at the end. */
export function fetching(limits: {readonly headersMs?: number} = {}) {
  const state = tempFolder();
  const clock = virtualClock();
  const log = memoryDownloadLog();
  const cache = downloadCache(state);
  const notices: string[] = [];
  const told: string[] = [];
  const download = undiciDownload({
    version: '0.2.0',
    clock,
    pause: async ms => clock.add(ms / 1000),
    ...limits,
  });
  const say = (message: Message) => notices.push('text' in message ? message.text : JSON.stringify(message));
  const lookForSecret = () => {
    for (const text of [
      ...filesBelow(state),
      ...notices,
      ...told,
      JSON.stringify([log.notes, [...log.kept]]),
    ]) {
      expect(text.toLowerCase()).not.toContain(OINKCODE);
    }
  };
  onTestFinished(lookForSecret);
  return {
    state,
    clock,
    log,
    cache,
    notices,
    download,
    lookForSecret,
    async fetch(
      order: Partial<FetchOrder> & {url: string},
      by: Download = download,
    ): Promise<Result<Fetched, DownloadFailure>> {
      const whole: FetchOrder = {
        ruleset: 'registered',
        name: 'snortrules-snapshot-31470.tar.gz',
        secret: SECRET,
        expects: 'archive',
        maxBytes: 1_000_000,
        ...order,
      };
      const fetched = await fetchSource(whole, {download: by, log, cache, clock, say});
      told.push(JSON.stringify(fetched), fetched.ok ? '' : messageOf(fetched.failure));
      return fetched;
    },
  };
}

export type Fetching = ReturnType<typeof fetching>;

/** As the command line finds the words, by a kind that it does not know. */
export function messageOf(failure: DownloadFailure): string {
  const table: Readonly<Record<string, {say(known: never): string}>> = downloadFailures;
  return table[failure.kind]?.say(failure as never) ?? '';
}

export function fetchedIn<T>(result: Result<T, DownloadFailure>): T {
  if (!result.ok) throw new Error(messageOf(result.failure));
  return result.value;
}

export function failureIn(result: Result<Fetched, DownloadFailure>): DownloadFailure {
  if (result.ok) throw new Error('it did not fail');
  return result.failure;
}

/** Names and contents, byte for byte. */
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, {recursive: true, withFileTypes: true}).map(entry => {
    const path = join(entry.parentPath, entry.name);
    return entry.isFile() ? `${path}\n${readFileSync(path, 'latin1')}` : path;
  });
