import {visible} from '../visible.ts';

/** What a renderer may turn into a link by itself, whatever is escaped around it. */
const linkish = /:\/\/|www\.|@|mailto:|xmpp:/i;

/**
 * Text that stays text in GitHub-flavoured Markdown, within a line and within a table's cell. Words that would
 * become links stand as code: no escape stops a renderer from linking an address.
 */
export function inline(text: string): string {
  return visible(text)
    .split(' ')
    .map(word => (linkish.test(word) ? asCode(word) : escapeWord(word)))
    .join(' ');
}

/** Text at the start of a line, where it could also begin a heading, a list, a quote, code or a rule. */
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

/** Code may hold anything but a pipe (a table would split there, and code knows no escapes): that stands between spans. */
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
