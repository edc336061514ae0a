import type {Readable} from 'node:stream';
import {isTimeout, networkCode} from './network-errors.ts';

/** The part of a body that was read. */
export interface Body {
  readonly bytes: Buffer;
  /** `too-large`: the body exceeds the limit. `cut-off`: the connection broke. */
  readonly end: 'whole' | 'cut-off' | 'too-large';
}

/** Reads a body; throws if a time limit was exceeded or the order was stopped. */
export async function readBody(body: Readable, maxBytes: number): Promise<Body> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // a body that is destroyed early emits an error, which does not matter
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
