import type {IngestFailure} from './failures.ts';
import {linePrint, PRINT_BYTES} from './line-print.ts';
import {undecided} from './locate.ts';
import type {KnownLines, LogSource, RecordFormat} from './ports.ts';
import {untilBroken} from './read-errors.ts';
import {recordLines} from './record-lines.ts';
import {RepeatedRun} from './repeated-run.ts';
import type {Line} from './split-lines.ts';

/** Bytes of a file that are already stored from another log of the arm. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How many runs are followed at once; more of them begin only if the same lines repeat endlessly. */
const MAX_RUNS = 32;
/** This many equal lines without a time are hardly a coincidence. */
const MANY_LINES = 8;

/**
 * Finds the parts of a file, from an offset on, that are already stored from other logs: complete logs that were joined,
 * and, in an unknown file, parts of a log that was truncated at its beginning or end.
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
  for await (const line of lines) search.add(line);
  const runs = search.end();
  const spans = apart(runs.filter(({run, whole}) => run.timed && whole).map(({run}) => run));
  for (const {run, whole} of runs) {
    const isKnown = spans.some(({from, to}) => from <= run.from && run.to <= to);
    const reason = isKnown ? undefined : doubtOf(run, whole);
    if (reason !== undefined) return undecided(log, run.known, reason);
  }
  return spans;
}

class Search {
  readonly #isNew: boolean;
  readonly #known: readonly KnownLines[];
  readonly #format: RecordFormat<unknown>;
  readonly #beginnings = new Map<string, {one: KnownLines; next: number}[]>();
  readonly #closed: {run: RepeatedRun; whole: boolean}[] = [];
  #open: RepeatedRun[] = [];
  #lines = 0;

  constructor(known: readonly KnownLines[], isNew: boolean, format: RecordFormat<unknown>) {
    this.#known = known;
    this.#format = format;
    this.#isNew = isNew;
    // a known log that was truncated at its beginning starts with part of a line, so other files repeat it from its second line on
    for (const one of known) for (const next of [0, 1]) this.#addBeginning(one, next);
  }

  #addBeginning(one: KnownLines, next: number): void {
    const key = one.prints.toString('latin1', next * PRINT_BYTES, (next + 1) * PRINT_BYTES);
    if (key !== '') this.#beginnings.set(key, [...(this.#beginnings.get(key) ?? []), {one, next}]);
  }

  add(line: Line): void {
    const found = linePrint(line.bytes);
    if (found === undefined) return;
    const print = Buffer.from(found, 'hex');
    for (const run of this.#open) if (run.reachedEnd) this.#close(run, true);
    this.#open = this.#open.filter(run => !run.reachedEnd);
    this.#begin(print, line.offset);
    const open = this.#open.filter(run => run.follows(print, line));
    // a truncated last line proves nothing
    if (open.length === 0 && !line.complete) return;
    for (const run of this.#open) if (!open.includes(run)) this.#close(run, false);
    this.#open = open;
    this.#lines += 1;
  }

  /** Returns the runs that matter, and whether each reaches the end of the file or of its log. */
  end(): readonly {readonly run: RepeatedRun; readonly whole: boolean}[] {
    for (const run of this.#open) {
      run.fillsFile = run.begins.file;
      this.#close(run, true);
    }
    return this.#closed;
  }

  /** Begins runs with this line: the first line may be anywhere in a known log, later lines only at the beginning of one. */
  #begin(print: Buffer, offset: number): void {
    // the first line may be part of a truncated one
    const isFirst = this.#lines === 0 || (this.#lines === 1 && this.#closed.length + this.#open.length === 0);
    const starts = isFirst
      ? this.#known.flatMap(one => indexesOf(print, one.prints).map(next => ({one, next})))
      : (this.#beginnings.get(print.toString('latin1')) ?? []).filter(
          ({one}) => !this.#open.some(({known}) => known === one),
        );
    for (const start of starts.slice(0, MAX_RUNS - this.#open.length))
      this.#open.push(new RepeatedRun(start, offset, isFirst && this.#isNew, this.#format));
  }

  #close(run: RepeatedRun, whole: boolean): void {
    if (run.lines === 0) return;
    if (run.timed || (this.#isNew && doubtOf(run, whole) !== undefined)) this.#closed.push({run, whole});
  }
}

function indexesOf(print: Buffer, prints: Buffer): number[] {
  const indexes: number[] = [];
  for (
    let at = prints.indexOf(print);
    at >= 0 && indexes.length < MAX_RUNS;
    at = prints.indexOf(print, at + 1)
  )
    if (at % PRINT_BYTES === 0) indexes.push(at / PRINT_BYTES);
  return indexes;
}

/** Says why it is undecided whether these lines are the known ones or only look the same; undefined if it is decided. */
function doubtOf(run: RepeatedRun, whole: boolean): string | undefined {
  const lines = `${run.lines} ${run.lines === 1 ? 'line' : 'lines'} of that log ${run.lines === 1 ? 'is' : 'are'} in it`;
  if (run.timed) return whole ? undefined : `${lines}, but then it differs`;
  const containsAll = run.begins.known && run.reachedEnd && run.varied;
  const isLong = whole && run.varied && run.lines >= MANY_LINES;
  return run.fillsFile || containsAll || isLong
    ? `${lines}, but without times it is unknown whether they are the same alerts`
    : undefined;
}

/** Turns runs into spans that do not overlap; longer runs win. */
function apart(runs: readonly RepeatedRun[]): readonly Span[] {
  const spans: Span[] = [];
  for (const {from, to} of [...runs].sort((a, b) => b.to - b.from - (a.to - a.from)))
    if (!spans.some(span => from < span.to && to > span.from)) spans.push({from, to});
  return spans.sort((a, b) => a.from - b.from);
}
