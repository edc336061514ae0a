import {PRINT_BYTES} from './line-print.ts';
import type {KnownLines, LineTime, RecordFormat} from './ports.ts';
import {endOf, type Line} from './split-lines.ts';

/** Consecutive lines of a file that repeat lines of a known log. */
export class RepeatedRun {
  readonly known: KnownLines;
  /** Whether it begins with the first line of the known log, and with the first line of the file. */
  readonly begins: {readonly known: boolean; readonly file: boolean};
  /** Offsets in the file. */
  readonly from: number;
  to: number;
  lines = 0;
  /** Whether two of its lines differ. */
  varied = false;
  /** Whether its records have times that another log cannot have by chance. */
  timed = false;
  /** Whether it is the whole file. */
  fillsFile = false;
  #next: number;
  #first: Buffer | undefined;
  readonly #timeIn: RecordFormat<unknown>['timeIn'];
  #time: string | undefined;

  constructor(
    {one: known, next}: {readonly one: KnownLines; readonly next: number},
    from: number,
    isFirst: boolean,
    {timeIn}: Pick<RecordFormat<unknown>, 'timeIn'>,
  ) {
    this.known = known;
    this.#timeIn = timeIn;
    this.#next = next;
    this.from = from;
    this.to = from;
    this.begins = {known: next === 0, file: isFirst};
  }

  get reachedEnd(): boolean {
    return this.#next * PRINT_BYTES >= this.known.prints.length;
  }

  /** Continues the run if this line is the next one of the known log; returns whether it is. */
  follows(print: Buffer, line: Line): boolean {
    const at = this.#next * PRINT_BYTES;
    if (this.known.prints.compare(print, 0, PRINT_BYTES, at, at + PRINT_BYTES) !== 0) return false;
    this.#next += 1;
    this.lines += 1;
    this.to = endOf(line);
    this.#first ??= Buffer.from(print);
    this.varied ||= !this.#first.equals(print);
    if (!this.timed && this.#timeIn) this.#noteTime(this.#timeIn(line.bytes));
    return true;
  }

  #noteTime({isExact, text}: LineTime): void {
    // coarse times suffice once two of them differ
    this.timed = isExact || (this.#time !== undefined && text !== undefined && text !== this.#time);
    this.#time ??= text;
  }
}
