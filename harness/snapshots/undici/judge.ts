import type {Readable} from 'node:stream';
import type {Clock} from '../../domain/time.ts';
import type {DownloadOrder, DownloadOutcome} from '../download-ports.ts';
import {redact, withoutQuery} from '../redact.ts';
import {isGzip, unpackedText} from '../unpacked-text.ts';
import {checkGzip} from './check-gzip.ts';
import type {Limits} from './limits.ts';
import {readBody} from './read-body.ts';
import {retryAfter} from './retry-after.ts';
import {beginningOf, isWebPage, PAGE_HEAD_BYTES, titleOf} from './web-page.ts';

export interface Answer {
  readonly status: number;
  readonly body: Readable;
  /** Returns the first header with a name in lower case. */
  header(name: string): string | undefined;
}

interface Judging {
  readonly clock: Clock;
  readonly limits: Limits;
  readonly secrets: readonly string[];
}

/** Closes an answer whose body is not needed. */
export function discard({body}: Answer): void {
  body.on('error', () => undefined);
  body.destroy();
}

/** Turns an answer that is not a redirect into an outcome. */
export async function judge(
  answer: Answer,
  from: URL,
  order: DownloadOrder,
  judging: Judging,
): Promise<DownloadOutcome> {
  const {status} = answer;
  if (status === 200) return judgeBody(answer, from, order, judging);
  const retryAfterSeconds = retryAfter(answer.header('retry-after'), judging.clock.now());
  if (status >= 400 && status < 500) {
    // the text of a refusal is useful but not necessary
    const text = await readBody(answer.body, PAGE_HEAD_BYTES).catch(() => undefined);
    const reason = text ? beginningOf(text.bytes, judging.secrets) : '';
    return {kind: 'refused', status, retryAfterSeconds, reason};
  }
  discard(answer);
  if (status === 304 && order.known) return {kind: 'unchanged'};
  if (status === 204 || status === 205) return {kind: 'empty'};
  return {kind: 'server-error', status, retryAfterSeconds};
}

async function judgeBody(
  answer: Answer,
  from: URL,
  order: DownloadOrder,
  {limits, secrets}: Judging,
): Promise<DownloadOutcome> {
  const url = redact(withoutQuery(from.href), secrets);
  const type = answer.header('content-type');
  const expectedBytes = lengthOf(answer);
  if (expectedBytes !== undefined && expectedBytes > Math.max(order.maxBytes, PAGE_HEAD_BYTES)) {
    discard(answer);
    return {kind: 'too-large', limit: order.maxBytes};
  }
  const {bytes, end} = await readBody(answer.body, Math.max(order.maxBytes, PAGE_HEAD_BYTES));
  if (bytes.length > 0 && isWebPage(type, bytes))
    return {kind: 'web-page', url, title: titleOf(bytes, secrets)};
  if (end === 'too-large' || bytes.length > order.maxBytes) return {kind: 'too-large', limit: order.maxBytes};
  if (end === 'cut-off') return {kind: 'cut-off', expectedBytes, gotBytes: bytes.length};
  // the gate decides whether a list may be empty
  if (bytes.length === 0 && order.expects === 'archive') return {kind: 'empty'};
  const body = order.expects === 'any' ? unpackedText(bytes, order.maxBytes) : bytes;
  if (body === 'too-large') return {kind: 'too-large', limit: order.maxBytes};
  if (body === 'damaged') return {kind: 'cut-off', expectedBytes: undefined, gotBytes: bytes.length};
  if (order.expects === 'archive' || isGzip(body)) {
    const found = await checkGzip(bytes, limits.maxUnpackedBytes);
    if (found === 'not-gzip') return {kind: 'not-gzip'};
    if (found === 'too-large') return {kind: 'too-large', limit: limits.maxUnpackedBytes};
    if (found === 'cut-off') return {kind: 'cut-off', expectedBytes: undefined, gotBytes: bytes.length};
  }
  return {
    kind: 'got',
    bytes: body,
    etag: answer.header('etag'),
    modified: answer.header('last-modified'),
    url,
  };
}

function lengthOf(answer: Answer): number | undefined {
  const length = answer.header('content-length');
  return length !== undefined && /^\d+$/.test(length) ? Number(length) : undefined;
}
