import {describe, expect, it} from 'vitest';
import {namedPulledPork} from '../../harness/snapshots/named-pulledpork.ts';
import type {PulledPork} from '../../harness/snapshots/ports.ts';
import {providerBase} from '../../harness/snapshots/provider.ts';
import {secretsOf} from '../../harness/snapshots/redact.ts';

const PORK = {version: '3.0.0.5'} as PulledPork;

function looking(named: string | undefined, isThere: boolean) {
  const [tried, said]: [string[], string[]] = [[], []];
  const find = namedPulledPork(
    named,
    async program => {
      tried.push(program);
      return isThere ? PORK : undefined;
    },
    notice => 'text' in notice && said.push(notice.text),
  );
  return {find, tried, said};
}

describe('what the environment says of providers', () => {
  it('names PulledPork3, and a wrong name is reported once', async () => {
    const wrong = looking('/opt/pork', false);
    await wrong.find();
    await wrong.find();
    expect(wrong.tried).toEqual(['/opt/pork', '/opt/pork']);
    expect(wrong.said).toEqual(['RULETRIAL_PULLEDPORK is /opt/pork, but that is not a working PulledPork3']);
  });

  it('says nothing of PulledPork3 where nobody named one: it is looked for under its usual name', async () => {
    const unnamed = looking(undefined, false);
    expect(await unnamed.find()).toBeUndefined();
    expect([unnamed.tried, unnamed.said]).toEqual([['pulledpork.py'], []]);
    expect(await looking('pork', true).find()).toBe(PORK);
  });

  it('names a mirror in place of snort.org', () => {
    expect([undefined, 'http://localhost:8080//'].map(providerBase)).toEqual([
      'https://snort.org',
      'http://localhost:8080',
    ]);
  });

  it('holds secrets wherever a value looks like an oinkcode', () => {
    const code = 'a1'.repeat(20);
    expect(secretsOf({OTHER_NAME: code, PATH: '/bin', LONGER: `${code}0`, UNSET: undefined})).toEqual([code]);
  });
});
