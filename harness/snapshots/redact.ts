import {createHash} from 'node:crypto';
import {parseUrl} from './parse-url.ts';

const HIDDEN = '<hidden>';

/** Replaces secrets in a text, also if they are percent-encoded, completely or in part, once or several times. */
export function redact(text: string, secrets: readonly string[]): string {
  const forms = secrets
    .filter(secret => secret !== '')
    .toSorted((a, b) => b.length - a.length)
    .map(secret => [...secret].map(formsOf).join(''));
  return forms.length === 0 ? text : text.replace(new RegExp(forms.join('|'), 'gi'), HIDDEN);
}

/** Returns a pattern for a character in either case: itself, or its bytes as `%2B`, or as `%252B` if encoded twice. */
function formsOf(character: string): string {
  const forms = [...new Set([character, character.toLowerCase(), character.toUpperCase()])].flatMap(one => {
    const encoded = [...Buffer.from(one)].map(byte => `%(?:25)*${byte.toString(16).padStart(2, '0')}`);
    return [one.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), encoded.join('')];
  });
  return `(?:${[...forms, ...(character === ' ' ? ['\\+'] : [])].join('|')})`;
}

/** Returns the values in an environment that look like an oinkcode, whatever the variable's name. */
export const secretsOf = (environment: Readonly<Record<string, string | undefined>>): readonly string[] =>
  Object.values(environment).filter((value): value is string => /^[0-9A-Za-z]{40}$/.test(value ?? ''));

/** Returns a URL that is safe to print: without query, fragment and password, which may contain secrets. */
export function withoutQuery(url: string): string {
  const parsed = parseUrl(url);
  if (!parsed) return url.replace(/[?#].*$/s, '').replace(/\/\/[^/]*@/, '//');
  parsed.search = '';
  parsed.hash = '';
  parsed.username = '';
  parsed.password = '';
  return parsed.href;
}

/** Returns a URL that is safe to print, with a digest in place of the query, so that different URLs stay different. */
export function addressOf(url: string): string {
  const query = parseUrl(url)?.search ?? '';
  if (query === '') return /#q-[0-9a-f]{12}$/.test(url) ? url : withoutQuery(url);
  return `${withoutQuery(url)}#q-${createHash('sha256').update(query).digest('hex').slice(0, 12)}`;
}
