import {PRINT_BYTES} from './line-print.ts';
import type {KnownLines, LineTime, RecordFormat} from './ports.ts';
import {endOf, type Line} from './split-lines.ts';

/** Lines of a file that repeat those of a known log, one after another. */
export class RepeatedRun {
  readonly known: KnownLines;
  /** Whether it begins with the first line of the known log, and of the file. */
  readonly begins: {readonly known: boolean; readonly file: boolean};
  /** Offsets in the file. */
  readonly from: number;
  to: number;
  lines = 0;
  /** Whether it holds two lines that differ. */
  varied = false;
  /** Whether its records have times that no other log can have by chance. */
  timed = false;
  /** Whether it is all that the file holds. */
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

  /** Whether the known log goes on with this line; if so, the run does. */
  follows(print: Buffer, line: Line): boolean {
    const at = this.#next * PRINT_BYTES;
    if (this.known.prints.compare(print, 0, PRINT_BYTES, at, at + PRINT_BYTES) !== 0) return false;
    this.#next += 1;
    this.lines += 1;
    this.to = endOf(line);
    this.#first ??= Buffer.from(print);
    this.varied ||= !this.#first.equals(print);
    if (!this.timed && this.#timeIn) this.#lookAtTime(this.#timeIn(line.bytes));
    return true;
  }

  #lookAtTime({isExact, text}: LineTime): void {
    // coarse times tell lines apart once two of them follow
    this.timed = isExact || (this.#time !== undefined && text !== undefined && text !== this.#time);
    this.#time ??= text;
  }
}
