/** One kind of failure: its exit code and its words. Words say what failed, on what, what was expected, what to do next. */
export interface FailureEntry<Known> {
  /** Process exit code, one of those in docs/failures.md. */
  readonly exit: number;
  say(known: Known): string;
}

// biome-ignore lint/suspicious/noExplicitAny: the table's entries each know something else; FailureOf restores it
export type FailureTable = Readonly<Record<string, FailureEntry<any>>>;

/** The union of a table's failures: {kind} and what is known of each. */
export type FailureOf<Table extends FailureTable> = {
  [Kind in keyof Table & string]: {readonly kind: Kind} & Readonly<Parameters<Table[Kind]['say']>[0]>;
}[keyof Table & string];

/** A failure of any room, as the command line meets it. */
export interface Failure {
  readonly kind: string;
}

export const failureTable = <Table extends FailureTable>(table: Table): Table => table;

/** Words of whatever was thrown. */
export const wordsThrown = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);
