/** So much of a log waits for a slow reader; what comes on top of it is dropped. */
const MAX_WAITING = 1024 * 1024;
const AGAIN_MS = 50;
const NEWLINE = 10;
/** When the process ends, a slow reader is waited for this long. */
const LAST_MS = 1000;

/** Writes what it can of some bytes, as `writeSync` does: gives how many, or throws an error with a code. */
type WriteSome = (bytes: Uint8Array) => number;

/**
 * The log of a process that conducts. A line that cannot be written, because the disk is full or the reader went away, is
 * dropped and ends nothing; once a line can be written again, the log says first how many are missing.
 */
export class LogStream {
  readonly #write: WriteSome;
  readonly #missing: (lines: number, reason: string) => string;
  /** Each with how many lines are missing when it is dropped. */
  #waiting: {readonly bytes: Buffer; readonly lines: number; readonly isNotice?: true}[] = [];
  /** Bytes of the first line that waits which are written already. */
  #begun = 0;
  /** Writing stopped in the middle of a line. */
  #isTorn = false;
  #dropped = 0;
  #reason = '';
  #timer: NodeJS.Timeout | undefined;

  /** `missing`: the line that says how many could not be written, and why. */
  constructor(write: WriteSome, missing: (lines: number, reason: string) => string) {
    this.#write = write;
    this.#missing = missing;
  }

  line(text: string): void {
    this.#flush();
    const waiting = this.#waiting.reduce((sum, {bytes}) => sum + bytes.length, 0);
    if (waiting > MAX_WAITING) this.#drop(1, 'its reader is too slow');
    else this.#waiting.push({bytes: Buffer.from(`${text}\n`), lines: 1});
    this.#flush();
  }

  /** A slow reader gets a last chance. */
  end(): void {
    for (let waited = 0; this.#waiting.length > 0 && waited < LAST_MS; waited += AGAIN_MS) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, AGAIN_MS);
      this.#flush();
    }
    clearTimeout(this.#timer);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    try {
      while (this.#waiting.length > 0) {
        if (this.#begun === 0 && (this.#dropped > 0 || this.#isTorn)) this.#writeMissing();
        this.#writeFirst();
      }
    } catch (thrown) {
      const {code} = thrown as {code?: string};
      if (code === 'EAGAIN') this.#timer = setTimeout(() => this.#flush(), AGAIN_MS).unref();
      else this.#giveUp(code ?? 'unknown');
    }
  }

  /** Before all else: the end of a torn line, and how many are missing. */
  #writeMissing(): void {
    if (this.#waiting[0]?.isNotice) this.#dropped += this.#waiting.shift()?.lines ?? 0;
    const lines = this.#dropped;
    const words = lines > 0 ? `${this.#missing(lines, this.#reason)}\n` : '';
    this.#waiting.unshift({bytes: Buffer.from(`${this.#isTorn ? '\n' : ''}${words}`), lines, isNotice: true});
    this.#dropped = 0;
    this.#isTorn = false;
  }

  #writeFirst(): void {
    const [first] = this.#waiting;
    if (!first) return;
    while (this.#begun < first.bytes.length) this.#begun += this.#write(first.bytes.subarray(this.#begun));
    this.#begun = 0;
    this.#waiting.shift();
  }

  #giveUp(code: string): void {
    const [first] = this.#waiting;
    // of a line that lacks nothing but its end nothing is missing
    const isThere = first !== undefined && this.#begun === first.bytes.length - 1;
    const lines = this.#waiting.reduce((sum, waiting) => sum + waiting.lines, isThere ? -first.lines : 0);
    this.#drop(lines, REASONS[code] ?? code);
    this.#isTorn ||= this.#begun > 0 || first?.bytes[0] === NEWLINE;
    this.#waiting = [];
    this.#begun = 0;
  }

  #drop(lines: number, reason: string): void {
    this.#dropped += lines;
    this.#reason = reason;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'no space was left on its disk',
  EDQUOT: 'no space was left for this user on its disk',
  EPIPE: 'its reader went away',
  EIO: 'its disk or terminal failed',
};
