import {createHash} from 'node:crypto';
import {parseUrl} from './parse-url.ts';

const HIDDEN = '<hidden>';

/** Replaces secrets in a text, however they are written in it: as they are, or percent-encoded, whole or in part, once or more. */
export function redact(text: string, secrets: readonly string[]): string {
  const forms = secrets
    .filter(secret => secret !== '')
    .toSorted((a, b) => b.length - a.length)
    .map(secret => [...secret].map(formsOf).join(''));
  return forms.length === 0 ? text : text.replace(new RegExp(forms.join('|'), 'gi'), HIDDEN);
}

/** A pattern of one character, large or small: itself, or its bytes as `%2B`, and `%252B` where that was encoded again. */
function formsOf(character: string): string {
  const forms = [...new Set([character, character.toLowerCase(), character.toUpperCase()])].flatMap(one => {
    const encoded = [...Buffer.from(one)].map(byte => `%(?:25)*${byte.toString(16).padStart(2, '0')}`);
    return [one.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), encoded.join('')];
  });
  return `(?:${[...forms, ...(character === ' ' ? ['\\+'] : [])].join('|')})`;
}

/** Values in an environment that look like an oinkcode, whatever the variable's name. */
export const secretsOf = (environment: Readonly<Record<string, string | undefined>>): readonly string[] =>
  Object.values(environment).filter((value): value is string => /^[0-9A-Za-z]{40}$/.test(value ?? ''));

/** A URL that is safe to print: without query, fragment and password, which may hold secrets. */
export function withoutQuery(url: string): string {
  const parsed = parseUrl(url);
  if (!parsed) return url.replace(/[?#].*$/s, '').replace(/\/\/[^/]*@/, '//');
  parsed.search = '';
  parsed.hash = '';
  parsed.username = '';
  parsed.password = '';
  return parsed.href;
}

/** The same, but URLs that differ only in their query stay different: a digest stands in for the query. */
export function addressOf(url: string): string {
  const query = parseUrl(url)?.search ?? '';
  if (query === '') return /#q-[0-9a-f]{12}$/.test(url) ? url : withoutQuery(url);
  return `${withoutQuery(url)}#q-${createHash('sha256').update(query).digest('hex').slice(0, 12)}`;
}
