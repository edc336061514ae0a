/** How much of a log waits for a slow reader, in bytes; further lines are dropped. */
const MAX_WAITING = 1024 * 1024;
const RETRY_MS = 50;
const NEWLINE = 10;
/** How long the end of the process waits for a slow reader. */
const END_WAIT_MS = 1000;

/** Writes some of the bytes, as `writeSync` does: returns how many, or throws an error with a code. */
type WriteSome = (bytes: Uint8Array) => number;

/**
 * The log of a long-running process. A line that cannot be written, because the disk is full or the reader is gone, is
 * dropped, and the process continues. Before the next line that can be written, the log says how many are missing.
 */
export class LogStream {
  readonly #write: WriteSome;
  readonly #missing: (lines: number, reason: string) => string;
  /** What waits to be written, with the number of lines that are lost if it is dropped. */
  #waiting: {readonly bytes: Buffer; readonly lines: number; readonly saysMissing?: true}[] = [];
  /** How many bytes of the first waiting line are already written. */
  #begun = 0;
  /** Whether writing stopped in the middle of a line. */
  #isTorn = false;
  #dropped = 0;
  #reason = '';
  #timer: NodeJS.Timeout | undefined;

  /** `missing` returns the line that says how many lines could not be written, and why. */
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

  /** Waits a moment for a slow reader, then ends. */
  end(): void {
    for (let waited = 0; this.#waiting.length > 0 && waited < END_WAIT_MS; waited += RETRY_MS) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
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
      if (code === 'EAGAIN') this.#timer = setTimeout(() => this.#flush(), RETRY_MS).unref();
      else this.#dropAll(code ?? 'unknown');
    }
  }

  /** Ends a torn line and says how many lines are missing, before anything else is written. */
  #writeMissing(): void {
    if (this.#waiting[0]?.saysMissing) this.#dropped += this.#waiting.shift()?.lines ?? 0;
    const lines = this.#dropped;
    const message = lines > 0 ? `${this.#missing(lines, this.#reason)}\n` : '';
    this.#waiting.unshift({
      bytes: Buffer.from(`${this.#isTorn ? '\n' : ''}${message}`),
      lines,
      saysMissing: true,
    });
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

  #dropAll(code: string): void {
    const [first] = this.#waiting;
    // a line that lacks only its newline is not missing
    const isWritten = first !== undefined && this.#begun === first.bytes.length - 1;
    const lines = this.#waiting.reduce((sum, waiting) => sum + waiting.lines, isWritten ? -first.lines : 0);
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
