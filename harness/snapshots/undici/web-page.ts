import {redact} from '../redact.ts';

/** How far into a page its title is searched for. */
export const PAGE_HEAD_BYTES = 64 * 1024;

const MAX_TITLE = 120;
const MAX_TEXT = 200;

const HTML_TYPE = /^\s*(text\/html|application\/xhtml)/i;
const HTML_TAG = /<(!doctype|html|head|body|title|meta|form|div|script|p|a|br)\b/i;

/**
 * Recognizes a web page by its beginning, which no archive or list has, or by its tags if its type is HTML. The type alone
 * proves nothing: scripts answer with text/html by default, whatever they send.
 */
export function isWebPage(contentType: string | undefined, bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, PAGE_HEAD_BYTES)).toString();
  return /^\ufeff?\s*</.test(head) || (HTML_TYPE.test(contentType ?? '') && HTML_TAG.test(head));
}

/** Returns the title of a page; empty if it has none. */
export function titleOf(bytes: Uint8Array, secrets: readonly string[]): string {
  const head = wholeHead(bytes, PAGE_HEAD_BYTES, secrets);
  return oneLine(/<title[^>]{0,200}>([\s\S]*?)<\/title/i.exec(head)?.[1] ?? '', MAX_TITLE);
}

/** Returns the beginning of a refusal's text, without markup. */
export function beginningOf(bytes: Uint8Array, secrets: readonly string[]): string {
  const head = wholeHead(bytes, 8 * 1024, secrets);
  const text = head.replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ').replace(/<(?!hidden>)[^<>]*>/g, ' ');
  return oneLine(text, MAX_TEXT);
}

/** Hides secrets before anything is cut off, and leaves out the last part, where a truncated secret would not be recognized. */
function wholeHead(bytes: Uint8Array, limit: number, secrets: readonly string[]): string {
  const head = redact(Buffer.from(bytes.subarray(0, limit)).toString(), secrets);
  return bytes.length < limit ? head : head.slice(0, limit / 2);
}

/** Puts a text on one line, without control characters or characters that change its direction. */
const oneLine = (text: string, limit: number): string =>
  text
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, limit);
