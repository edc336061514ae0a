import {beforeEach, describe, expect, it} from 'vitest';
import {type Announced, type AnnouncerDeps, announcer} from '../../harness/daemon/announcer.ts';
import {fail} from '../../harness/daemon/failures.ts';
import {ok} from '../../harness/domain/result.ts';
import type {LiveStore} from '../../harness/live/ports.ts';
import {virtualClock} from '../fakes/virtual-clock.ts';

const URL_OF = {HOOK: 'https://hook.example', HOOK_TOKEN: 'hush'} as Readonly<Record<string, string>>;

describe('the announcer of a trial', () => {
  const clock = virtualClock();
  const settled = () => new Promise(resolve => setTimeout(resolve, 0));
  let sent: {url: string; token: string | undefined; text: string; trial: string}[];
  let said: string[];
  let isUp: boolean;
  let texts: string[];
  let late: (() => void) | undefined;
  let deps: AnnouncerDeps;
  let store: Announced;

  beforeEach(() => {
    [sent, said, isUp, texts, late] = [[], [], true, ['one'], undefined];
    deps = {
      clock,
      say: message => 'text' in message && said.push(message.text),
      variable: name => URL_OF[name],
      send: async ({url, token}, {text, trial}) => {
        sent.push({url, token, text, trial});
        return isUp ? ok(undefined) : fail('webhook-silent', {reason: 'down'});
      },
      messageOf: failure => `words of ${failure.kind}`,
      after: (_, work) => {
        late = work;
        return () => {};
      },
    };
    const done = new Set<number>();
    store = {
      name: 'daily-1',
      plan: {
        live: {notify: {urlVariable: 'HOOK', tokenVariable: 'HOOK_TOKEN'}},
      } as unknown as LiveStore['plan'],
      unsent: () =>
        texts.flatMap((text, id) => (done.has(id) ? [] : [{id, text, at: 1, kind: 'slot-missed' as const}])),
      sent: id => void done.add(id),
    };
  });

  it('sends with the token that the environment names, and the name of the trial', async () => {
    await announcer(deps)(store);
    await settled();
    expect(sent).toEqual([{url: 'https://hook.example', token: 'hush', text: 'one', trial: 'daily-1'}]);
  });

  it('leaves a webhook that did not answer alone for a minute, and then sends what is there', async () => {
    const notify = announcer(deps);
    isUp = false;
    const at = async (seconds: number) => {
      clock.add(seconds);
      await notify(store);
      await settled();
      return sent.length;
    };
    expect([await at(0), await at(30), await at(29)]).toEqual([1, 1, 1]);
    expect(said).toEqual(['daily-1: HOOK: words of webhook-silent']);
    isUp = true;
    texts.push('two');
    expect(await at(1)).toBe(3);
    expect(sent.map(({text}) => text)).toEqual(['one', 'one', 'two']);
  });

  it('ends at its deadline, and not before, where the webhook is silent', async () => {
    const notify = announcer({...deps, send: () => new Promise(() => {})});
    let isOver = false;
    const end = notify(store, 'last').then(() => {
      isOver = true;
    });
    await settled();
    expect(isOver).toBe(false);
    late?.();
    await end;
    expect(said).toEqual([]);
  });
});
