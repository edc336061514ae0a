import {createHash, type Hash} from 'node:crypto';

/** SHA-256 of a log's bytes from its beginning on, made while they pass by; known at the last line's end, and where it stands. */
export class RunningDigest {
  #hash: Hash;
  #at: number;
  /** Bytes from #at on that have been given out and not yet hashed. */
  #chunk: Uint8Array | undefined;
  #lineEnd: number;
  #atLineEnd: {readonly at: number; readonly hash: Hash} | undefined;

  constructor(hash: Hash = createHash('sha256'), at = 0) {
    this.#hash = hash;
    this.#at = at;
    this.#lineEnd = at;
  }

  /** Gives the chunks on; the first of them begins where the digest stands. */
  async *through(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.#chunk = chunk;
      try {
        yield chunk;
      } finally {
        // before the reader uses the chunk's memory again
        this.#pass();
      }
    }
  }

  /** A line ends at this offset, behind those before it: the digest up to there may be asked for. */
  endLine(at: number): void {
    this.#lineEnd = at;
  }

  digestAt(at: number): string {
    return this.#hashAt(at).copy().digest('hex');
  }

  /** Whether the digest at this offset may be asked for now. */
  knows(at: number): boolean {
    return at >= this.#at || at === this.#atLineEnd?.at;
  }

  /** Another one that stands at this offset. */
  from(at: number): RunningDigest {
    return new RunningDigest(this.#hashAt(at).copy(), at);
  }

  /** The offset up to which the bytes are hashed. */
  get at(): number {
    return this.#at;
  }

  #hashAt(at: number): Hash {
    if (at === this.#atLineEnd?.at) return this.#atLineEnd.hash;
    if (at > this.#at) this.#advance(at);
    if (at !== this.#at) throw new Error(`the digest at byte ${at} is not known any more`);
    return this.#hash;
  }

  #pass(): void {
    const chunk = this.#chunk;
    if (!chunk) return;
    const end = this.#at + chunk.length;
    if (this.#lineEnd >= this.#at && this.#lineEnd < end) {
      this.#advance(this.#lineEnd);
      this.#atLineEnd = {at: this.#lineEnd, hash: this.#hash.copy()};
    }
    this.#advance(end);
    this.#chunk = undefined;
  }

  #advance(to: number): void {
    const chunk = this.#chunk;
    if (!chunk || to - this.#at > chunk.length) throw new Error(`byte ${to} has not been read yet`);
    this.#hash.update(chunk.subarray(0, to - this.#at));
    this.#chunk = chunk.subarray(to - this.#at);
    this.#at = to;
  }
}
