/** One kind of failure: its exit code and its words. Words say what failed, on what, what was expected, what to do next. */
export interface FailureEntry<Known> {
  /** Process exit code, one of those in docs/failures.md. */
  readonly exit: number;
  say(known: Known): string;
}

// biome-ignore lint/suspicious/noExplicitAny: the table's entries each know something else; FailureOf restores it
export type FailureTable = Readonly<Record<string, FailureEntry<any>>>;

type FactsOf<Entry> = Entry extends FailureEntry<infer Known> ? Known : never;

/** One kind of a table's failures. */
type OneOf<Table extends FailureTable, Kind extends keyof Table & string> = {
  readonly kind: Kind;
} & Readonly<FactsOf<Table[Kind]>>;

/** The union of a table's failures: {kind} and what is known of each. */
export type FailureOf<Table extends FailureTable> = {
  [Kind in keyof Table & string]: OneOf<Table, Kind>;
}[keyof Table & string];

/** What makes the failures of one table: each kind with what its words need. */
export interface FailureMaker<Table extends FailureTable> {
  failure<Kind extends keyof Table & string>(kind: Kind, known: FactsOf<Table[Kind]>): OneOf<Table, Kind>;
  /** The same as a result. */
  fail<Kind extends keyof Table & string>(
    kind: Kind,
    known: FactsOf<Table[Kind]>,
  ): {readonly ok: false; readonly failure: OneOf<Table, Kind>};
}

export function failuresOf<Table extends FailureTable>(_table: Table): FailureMaker<Table> {
  const failure: FailureMaker<Table>['failure'] = (kind, known) => Object.assign({kind}, known);
  return {failure, fail: (kind, known) => ({ok: false, failure: failure(kind, known)})};
}

/** A failure of any room, as the command line meets it. */
export interface Failure {
  readonly kind: string;
}

export const failureTable = <Table extends FailureTable>(table: Table): Table => table;

/** Words of whatever was thrown. */
export const thrownMessage = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);
