import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {addressOf, redact, withoutQuery} from '../../harness/snapshots/redact.ts';

const OINKCODE = '0123456789abcdef0123456789abcdef01234567';

/** Every byte as %XX, in the case that `hex` gives it. */
const encodeAll = (text: string, hex: (two: string) => string): string =>
  [...Buffer.from(text)].map(byte => `%${hex(byte.toString(16).padStart(2, '0'))}`).join('');

const ENCODINGS: readonly ((secret: string) => string)[] = [
  secret => secret,
  secret => encodeURIComponent(secret),
  secret => encodeURIComponent(encodeURIComponent(secret)),
  secret => encodeURIComponent(secret).replace(/%../g, two => two.toLowerCase()),
  secret => encodeAll(secret, two => two.toUpperCase()),
  secret => encodeAll(secret, two => two.toLowerCase()),
  secret => new URLSearchParams({x: secret}).toString().slice(2),
];

/** Nothing of which stands in the mark that takes its place. */
const secrets = fc
  .string({unit: 'grapheme', minLength: 1, maxLength: 40})
  .filter(secret => !'<hidden>'.includes(secret.toLowerCase()) && !/[<>]/.test(secret));

describe('redact', () => {
  it('leaves no form of a secret in any text', () => {
    fc.assert(
      fc.property(
        fc.array(secrets, {minLength: 1, maxLength: 3}),
        fc.array(fc.tuple(fc.string(), fc.nat(6), fc.nat(2))),
        fc.string(),
        (hidden, parts, end) => {
          const text = parts
            .map(([before, how, which]) => before + ENCODINGS[how]?.(hidden[which % hidden.length] ?? ''))
            .join('');
          const told = redact(text + end, hidden);
          const rest = told.split('<hidden>');
          for (const secret of hidden) {
            for (const encode of ENCODINGS)
              expect(rest.filter(one => one.includes(encode(secret)))).toEqual([]);
          }
        },
      ),
      {numRuns: 300, seed: 20_260_601},
    );
  });

  it('leaves a text alone that holds none', () => {
    fc.assert(
      fc.property(fc.string({unit: fc.constantFrom('x', 'y', '%', '<', ' ')}), text => {
        expect(redact(text, [OINKCODE, ''])).toBe(text);
      }),
      {seed: 20_260_601},
    );
  });

  it('hides each, the longer one first, and what stands around stays', () => {
    expect(redact('a=abc&b=abcdef;c=a%62C', ['abc', 'abcdef'])).toBe('a=<hidden>&b=<hidden>;c=<hidden>');
    expect(redact('x.y', ['.*'])).toBe('x.y');
    expect(redact('(a+b) a%2Bb a%252bb a b', ['a+b'])).toBe('(<hidden>) <hidden> <hidden> a b');
    expect(redact('p%20q p+q', ['p q'])).toBe('<hidden> <hidden>');
  });
});

describe('an address that is told', () => {
  it.each([
    ['https://snort.org/x.tar.gz?oinkcode=abc#top', 'https://snort.org/x.tar.gz'],
    ['https://me:abc@snort.org/x?y', 'https://snort.org/x'],
    ['//me:abc@[/x?oinkcode=abc', '//[/x'],
    ['no address?oinkcode=abc', 'no address'],
  ])('%s is %s', (url, told) => {
    expect(withoutQuery(url)).toBe(told);
  });

  it('stays two where two differ in their query, and says nothing of it', () => {
    const [one, other] = [addressOf('https://x.example/p?list=a'), addressOf('https://x.example/p?list=b')];
    expect(one).toMatch(/^https:\/\/x\.example\/p#q-[0-9a-f]{12}$/);
    expect(other).not.toBe(one);
    expect(addressOf(one)).toBe(one);
    expect(addressOf('https://x.example/p')).toBe('https://x.example/p');
  });
});
