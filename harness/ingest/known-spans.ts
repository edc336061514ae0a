import type {IngestFailure} from './failures.ts';
import {linePrint, PRINT_BYTES} from './line-print.ts';
import {undecided} from './locate.ts';
import type {KnownLines, LogSource, RecordFormat} from './ports.ts';
import {untilBroken} from './read-words.ts';
import {recordLines} from './record-lines.ts';
import {RepeatedRun} from './repeated-run.ts';
import type {Line} from './split-lines.ts';

/** Bytes of a file that another log of the arm holds already. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Runs that are followed at once: more begin only where lines repeat themselves without end. */
const MAX_RUNS = 32;
/** As many lines without a time are hardly alike by chance. */
const MANY_LINES = 8;

/**
 * What a file holds of known logs, from the offset where it is to be taken in: whole logs that were joined, and, where
 * the file is no known log itself, the part of one that was cut at its head or its end.
 */
export async function knownSpans(
  log: LogSource,
  cursor: number,
  known: readonly KnownLines[],
  format: RecordFormat<unknown>,
): Promise<readonly Span[] | IngestFailure> {
  if (known.length === 0) return [];
  const search = new Search(known, cursor === 0, format);
  const lines = recordLines(untilBroken(log.read(cursor)), cursor, format);
  for await (const line of lines) search.take(line);
  const runs = search.end();
  const spans = apart(runs.filter(({run, whole}) => run.timed && whole).map(({run}) => run));
  for (const {run, whole} of runs) {
    const isSettled = spans.some(({from, to}) => from <= run.from && run.to <= to);
    const why = isSettled ? undefined : doubtOf(run, whole);
    if (why !== undefined) return undecided(log, run.known, why);
  }
  return spans;
}

class Search {
  readonly #isNew: boolean;
  readonly #known: readonly KnownLines[];
  readonly #format: RecordFormat<unknown>;
  readonly #beginnings = new Map<string, {one: KnownLines; next: number}[]>();
  readonly #over: {run: RepeatedRun; whole: boolean}[] = [];
  #going: RepeatedRun[] = [];
  #lines = 0;

  constructor(known: readonly KnownLines[], isNew: boolean, format: RecordFormat<unknown>) {
    this.#known = known;
    this.#format = format;
    this.#isNew = isNew;
    // a known log that was cut at its head begins with the rest of a line, and only its second line stands elsewhere too
    for (const one of known) for (const next of [0, 1]) this.#addBeginning(one, next);
  }

  #addBeginning(one: KnownLines, next: number): void {
    const key = one.prints.toString('latin1', next * PRINT_BYTES, (next + 1) * PRINT_BYTES);
    if (key !== '') this.#beginnings.set(key, [...(this.#beginnings.get(key) ?? []), {one, next}]);
  }

  take(line: Line): void {
    const found = linePrint(line.bytes);
    if (found === undefined) return;
    const print = Buffer.from(found, 'hex');
    for (const run of this.#going) if (run.reachedEnd) this.#close(run, true);
    this.#going = this.#going.filter(run => !run.reachedEnd);
    this.#begin(print, line.offset);
    const going = this.#going.filter(run => run.follows(print, line));
    // a last line that was cut off says nothing
    if (going.length === 0 && !line.complete) return;
    for (const run of this.#going) if (!going.includes(run)) this.#close(run, false);
    this.#going = going;
    this.#lines += 1;
  }

  /** All runs that say something, each with whether it goes to the end of the file or of its log. */
  end(): readonly {readonly run: RepeatedRun; readonly whole: boolean}[] {
    for (const run of this.#going) {
      run.fillsFile = run.begins.file;
      this.#close(run, true);
    }
    return this.#over;
  }

  /** Runs that begin with this line: of the first new line anywhere in a known log, later only where one begins. */
  #begin(print: Buffer, offset: number): void {
    // the first line may be the rest of one that was cut
    const isFirst = this.#lines === 0 || (this.#lines === 1 && this.#over.length + this.#going.length === 0);
    const starts = isFirst
      ? this.#known.flatMap(one => placesOf(print, one.prints).map(next => ({one, next})))
      : (this.#beginnings.get(print.toString('latin1')) ?? []).filter(
          ({one}) => !this.#going.some(({known}) => known === one),
        );
    for (const start of starts.slice(0, MAX_RUNS - this.#going.length))
      this.#going.push(new RepeatedRun(start, offset, isFirst && this.#isNew, this.#format));
  }

  #close(run: RepeatedRun, whole: boolean): void {
    if (run.lines === 0) return;
    if (run.timed || (this.#isNew && doubtOf(run, whole) !== undefined)) this.#over.push({run, whole});
  }
}

function placesOf(print: Buffer, prints: Buffer): number[] {
  const places: number[] = [];
  for (
    let at = prints.indexOf(print);
    at >= 0 && places.length < MAX_RUNS;
    at = prints.indexOf(print, at + 1)
  )
    if (at % PRINT_BYTES === 0) places.push(at / PRINT_BYTES);
  return places;
}

/** Why it cannot be said whether these lines are the known ones or only look alike; undefined: it can. */
function doubtOf(run: RepeatedRun, whole: boolean): string | undefined {
  const lines = `${run.lines} ${run.lines === 1 ? 'line' : 'lines'} of that log ${run.lines === 1 ? 'is' : 'are'} in it`;
  if (run.timed) return whole ? undefined : `${lines}, but then it differs`;
  const holdsAll = run.begins.known && run.reachedEnd && run.varied;
  const isLong = whole && run.varied && run.lines >= MANY_LINES;
  return run.fillsFile || holdsAll || isLong
    ? `${lines}, but without times it is unknown whether they are the same alerts`
    : undefined;
}

/** The longest runs first, none over another. */
function apart(runs: readonly RepeatedRun[]): readonly Span[] {
  const spans: Span[] = [];
  for (const {from, to} of [...runs].sort((a, b) => b.to - b.from - (a.to - a.from)))
    if (!spans.some(span => from < span.to && to > span.from)) spans.push({from, to});
  return spans.sort((a, b) => a.from - b.from);
}
