import {createHash, type Hash} from 'node:crypto';

/** SHA-256 of a log's bytes from its beginning, computed while they are read; available at the end of the last line and at `at`. */
export class RunningDigest {
  #hash: Hash;
  #at: number;
  /** Bytes from #at on that were passed to the reader but are not hashed yet. */
  #chunk: Uint8Array | undefined;
  #lineEnd: number;
  #atLineEnd: {readonly at: number; readonly hash: Hash} | undefined;

  constructor(hash: Hash = createHash('sha256'), at = 0) {
    this.#hash = hash;
    this.#at = at;
    this.#lineEnd = at;
  }

  /** Passes chunks to the reader and hashes them; the first chunk must begin at `at`. */
  async *through(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.#chunk = chunk;
      try {
        yield chunk;
      } finally {
        // before the chunk's memory is reused
        this.#pass();
      }
    }
  }

  /** Notes that a line ends at this offset, so that the digest up to there is available. */
  endLine(at: number): void {
    this.#lineEnd = at;
  }

  digestAt(at: number): string {
    return this.#hashAt(at).copy().digest('hex');
  }

  /** Returns whether the digest at this offset is available now. */
  knows(at: number): boolean {
    return at >= this.#at || at === this.#atLineEnd?.at;
  }

  /** Returns a copy that continues from this offset. */
  from(at: number): RunningDigest {
    return new RunningDigest(this.#hashAt(at).copy(), at);
  }

  /** The offset up to which bytes are hashed. */
  get at(): number {
    return this.#at;
  }

  #hashAt(at: number): Hash {
    if (at === this.#atLineEnd?.at) return this.#atLineEnd.hash;
    if (at > this.#at) this.#advance(at);
    if (at !== this.#at) throw new Error(`the digest at byte ${at} is no longer available`);
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
