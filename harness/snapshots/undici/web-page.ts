import {redact} from '../redact.ts';

/** More than any page has before its title. */
export const PAGE_HEAD_BYTES = 64 * 1024;

const MAX_TITLE = 120;
const MAX_SAID = 200;

const HTML_TYPE = /^\s*(text\/html|application\/xhtml)/i;
const HTML_TAG = /<(!doctype|html|head|body|title|meta|form|div|script|p|a|br)\b/i;

/**
 * By how it begins, since no archive and no list begins so; and by its tags where it says that it is one. The type alone
 * proves nothing: scripts answer with text/html by default, whatever they send.
 */
export function isWebPage(contentType: string | undefined, bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, PAGE_HEAD_BYTES)).toString();
  return /^\ufeff?\s*</.test(head) || (HTML_TYPE.test(contentType ?? '') && HTML_TAG.test(head));
}

/** Empty where it has none. */
export function titleOf(bytes: Uint8Array, secrets: readonly string[]): string {
  const head = wholeHead(bytes, PAGE_HEAD_BYTES, secrets);
  return oneLine(/<title[^>]{0,200}>([\s\S]*?)<\/title/i.exec(head)?.[1] ?? '', MAX_TITLE);
}

/** The beginning of what a provider wrote with its refusal, without markup. */
export function beginningOf(bytes: Uint8Array, secrets: readonly string[]): string {
  const head = wholeHead(bytes, 8 * 1024, secrets);
  const words = head.replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ').replace(/<(?!hidden>)[^<>]*>/g, ' ');
  return oneLine(words, MAX_SAID);
}

/** The secret is hidden before anything is cut, and the last part left out: half a secret would not be known as one. */
function wholeHead(bytes: Uint8Array, limit: number, secrets: readonly string[]): string {
  const head = redact(Buffer.from(bytes.subarray(0, limit)).toString(), secrets);
  return bytes.length < limit ? head : head.slice(0, limit / 2);
}

/** Without control characters, and those that turn the direction of a text. */
const oneLine = (text: string, limit: number): string =>
  text
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, limit);
