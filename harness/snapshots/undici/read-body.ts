import type {Readable} from 'node:stream';
import {isTimeout, networkCode} from './network-words.ts';

/** A body as far as it was read. */
export interface Body {
  readonly bytes: Buffer;
  /** `too-large`: there is more than was wanted. `cut-off`: the connection broke. */
  readonly end: 'whole' | 'cut-off' | 'too-large';
}

/** Throws when a time limit ran out or the order was stopped. */
export async function readBody(body: Readable, maxBytes: number): Promise<Body> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // destroying it before its end makes it emit one, which is no news
  body.on('error', () => undefined);
  try {
    for await (const chunk of body) {
      const piece: Uint8Array = chunk;
      chunks.push(piece);
      length += piece.length;
      if (length > maxBytes) return {bytes: Buffer.concat(chunks), end: 'too-large'};
    }
  } catch (thrown) {
    const code = networkCode(thrown);
    if (code === undefined || isTimeout(code)) throw thrown;
    return {bytes: Buffer.concat(chunks), end: 'cut-off'};
  }
  return {bytes: Buffer.concat(chunks), end: 'whole'};
}
