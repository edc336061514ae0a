import {describe, expect, it} from 'vitest';
import type {DownloadOrder} from '../../harness/snapshots/download-ports.ts';
import {nextAddress} from '../../harness/snapshots/undici/redirect.ts';
import {provider} from '../fakes/provider.ts';
import {ARCHIVE, download, OINKCODE, send} from '../rig/download.ts';

const SIGNED = '/files/x.tar.gz?X-Amz-Expires=3600&X-Amz-Signature=abc';

describe('a redirect', () => {
  it('to a signed address elsewhere is followed, and the oinkcode does not come along', async () => {
    const storage = await provider(send(200, ARCHIVE, {etag: '"s3"'}));
    const cookie = {location: storage.url + SIGNED, 'set-cookie': `session=${OINKCODE}`};
    const {outcome, seen} = await download(send(302, 'moved', cookie));
    expect(outcome).toEqual({
      kind: 'got',
      bytes: ARCHIVE,
      etag: '"s3"',
      modified: undefined,
      url: `${storage.url}/files/x.tar.gz`,
    });
    expect(seen).toHaveLength(1);
    expect(storage.seen.map(({url}) => url)).toEqual([SIGNED]);
    expect(storage.seen[0]?.whole).not.toContain(OINKCODE);
    expect(storage.seen[0]?.headers.referer).toBeUndefined();
    expect(storage.seen[0]?.headers.cookie).toBeUndefined();
  });

  it('asks elsewhere too whether a known copy has changed', async () => {
    const storage = await provider(send(304));
    const {outcome} = await download(send(302, '', {location: storage.url}), {known: {etag: '"s3"'}});
    expect(outcome).toEqual({kind: 'unchanged'});
    expect(storage.seen[0]?.headers['if-none-match']).toBe('"s3"');
  });

  it('is not followed to a stranger when the provider puts the oinkcode into it', async () => {
    const storage = await provider(send(200, ARCHIVE));
    const location = `${storage.url}/x?code=${OINKCODE.toUpperCase().replace('A', '%41')}`;
    const {outcome, seen} = await download(send(302, '', {location}));
    expect(outcome).toEqual({kind: 'bad-redirect', reason: `it would send the secret to ${storage.host}`});
    expect(seen).toHaveLength(1);
    expect(storage.seen).toEqual([]);
  });

  it.each([
    ['to itself', () => '/rules/x.tar.gz', 1],
    ['in a circle', (number: number) => (number % 2 === 1 ? '/y' : '/z'), 3],
    ['ever further', (number: number) => `/${number}`, 6],
  ])('%s ends', async (_where, locationOf, requests) => {
    const {outcome, seen, pauses} = await download((request, response, number) =>
      send(301, '', {location: locationOf(number)})(request, response, number),
    );
    expect(outcome).toEqual({kind: 'redirect-loop'});
    expect(seen).toHaveLength(requests);
    expect(seen.slice(1).filter(({whole}) => whole.includes(OINKCODE))).toEqual([]);
    expect(pauses).toEqual([]);
  });

  it('asks for leave with each address, and stops where it gets none', async () => {
    const asked: [string, string][] = [];
    const permit: DownloadOrder['permit'] = (url, step) => {
      asked.push([url, step]);
      return asked.length < 3 ? {may: true} : {may: false, until: 9, reason: 'enough'};
    };
    const {outcome, seen, url} = await download(
      (request, response, number) => send(302, '', {location: `/y?z=${number}`})(request, response, number),
      {permit},
    );
    expect(outcome).toEqual({kind: 'held-back', until: 9, reason: 'enough'});
    expect(seen).toHaveLength(2);
    expect(asked).toEqual([
      [`${url}/rules/x.tar.gz`, 'first'],
      [`${url}/y?z=1`, 'redirect'],
      [`${url}/y?z=2`, 'redirect'],
    ]);
  });

  it.each([
    ['nowhere', {}, 'status 302 without an address'],
    ['no address', {location: 'http://[x'}, 'its target is not a valid address'],
    ['a file', {location: 'file:///etc/passwd'}, 'to file: instead of https:'],
    ['data', {location: 'data:text/plain,x'}, 'to data: instead of https:'],
  ])('to %s is refused', async (_where, headers: Record<string, string>, reason) => {
    const {outcome, seen} = await download(send(302, '', headers));
    expect(outcome).toEqual({kind: 'bad-redirect', reason});
    expect(seen).toHaveLength(1);
  });
});

describe('an address that a provider names', () => {
  const from = (url: string, location: string) =>
    nextAddress(new URL(url), {status: 302, header: () => location}, [OINKCODE]);

  it('is refused from https to http', () => {
    expect(from('https://snort.org/x', 'http://snort.org/x')).toBe(
      'from https to http, which is not encrypted',
    );
    expect(String(from('http://snort.org/x', 'https://snort.org/x'))).toBe('https://snort.org/x');
  });

  it('may keep the oinkcode between snort.org and www.snort.org, and from http to https', () => {
    const asked = `https://www.snort.org/x?oinkcode=${OINKCODE}`;
    expect(String(from('https://snort.org/x', asked))).toBe(asked);
    expect(String(from('http://www.snort.org/x', asked))).toBe(asked);
    expect(from('https://snort.org.evil.example/x', asked)).toMatch(/^it would send/);
  });
});
