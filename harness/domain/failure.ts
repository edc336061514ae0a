/** A kind of failure: its exit code and its message, which says what failed, on what, what was expected, and what to do next. */
export interface FailureEntry<Known> {
  /** The exit code of the process, one of those in docs/failures.md. */
  readonly exit: number;
  say(known: Known): string;
}

// biome-ignore lint/suspicious/noExplicitAny: the table's entries each know something else; FailureOf restores it
export type FailureTable = Readonly<Record<string, FailureEntry<any>>>;

type FactsOf<Entry> = Entry extends FailureEntry<infer Known> ? Known : never;

/** A failure of one kind from a table. */
type OneOf<Table extends FailureTable, Kind extends keyof Table & string> = {
  readonly kind: Kind;
} & Readonly<FactsOf<Table[Kind]>>;

/** The union of a table's failures, each with its kind and facts. */
export type FailureOf<Table extends FailureTable> = {
  [Kind in keyof Table & string]: OneOf<Table, Kind>;
}[keyof Table & string];

/** Functions that create the failures of a table: each kind with the facts for its message. */
export interface FailureMaker<Table extends FailureTable> {
  failure<Kind extends keyof Table & string>(kind: Kind, known: FactsOf<Table[Kind]>): OneOf<Table, Kind>;
  /** Creates a failure as a result. */
  fail<Kind extends keyof Table & string>(
    kind: Kind,
    known: FactsOf<Table[Kind]>,
  ): {readonly ok: false; readonly failure: OneOf<Table, Kind>};
}

export function failuresOf<Table extends FailureTable>(_table: Table): FailureMaker<Table> {
  const failure: FailureMaker<Table>['failure'] = (kind, known) => Object.assign({kind}, known);
  return {failure, fail: (kind, known) => ({ok: false, failure: failure(kind, known)})};
}

/** A failure of any room. */
export interface Failure {
  readonly kind: string;
}

export const failureTable = <Table extends FailureTable>(table: Table): Table => table;

/** Returns the message of an exception. */
export const thrownMessage = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);
