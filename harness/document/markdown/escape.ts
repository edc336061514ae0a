import {visible} from '../visible.ts';

/** Matches text that a renderer may turn into a link even if it is escaped. */
const LINK_LIKE = /:\/\/|www\.|@|mailto:|xmpp:/i;

/**
 * Escapes text for GitHub-flavoured Markdown, within a line or a table cell. Words that would become links are written as
 * code, since no escape prevents a renderer from linking an address.
 */
export function inline(text: string): string {
  return visible(text)
    .split(' ')
    .map(word => (LINK_LIKE.test(word) ? asCode(word) : escapeWord(word)))
    .join(' ');
}

/** Escapes text at the start of a line, where it could also begin a heading, a list, a quote, code or a rule. */
export function line(text: string): string {
  return inline(text.trim())
    .replace(/^[-+=>]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2');
}

function escapeWord(word: string): string {
  return word
    .replace(/[\\`*[\]|~#$]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

/** Writes a word as code. A pipe would split a table cell and cannot be escaped in code, so it is put between code spans. */
function asCode(word: string): string {
  return word
    .split('|')
    .map(part => (part === '' ? '' : codeSpan(part)))
    .join('&#124;');
}

function codeSpan(part: string): string {
  const runs = part.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(0, ...runs.map(run => run.length)) + 1);
  return runs.length === 0 ? `${fence}${part}${fence}` : `${fence} ${part} ${fence}`;
}
