/**
 * A report that is ready to render. All formats are rendered from the same Document, and renderers know nothing else. Its
 * text is plain and may come from attackers, so each renderer escapes it for its format.
 */
export interface Document {
  /** The title, without markup; also the HTML title. */
  readonly title: string;
  /** One line under the title: what was compared, when, by which version. */
  readonly subtitle: string;
  readonly blocks: readonly Block[];
}

export type Block = Heading | Text | Facts | Table;

/** A heading: `level` 1 begins a section of the document, 2 a part of a section. */
export interface Heading {
  readonly kind: 'heading';
  readonly level: 1 | 2;
  readonly text: string;
  /** Whether its section is closed at first, in formats that can open and close one. It must not contain a warning. */
  readonly folded?: boolean;
}

/** A paragraph. Its `tone` is its importance: `note` is minor, `warning` must not be overlooked, `good` is good news. */
export interface Text {
  readonly kind: 'text';
  readonly tone: 'plain' | 'note' | 'warning' | 'good';
  readonly text: string;
}

/** Names with one value each, such as identity and configuration. */
export interface Facts {
  readonly kind: 'facts';
  readonly facts: readonly {readonly name: string; readonly cell: Cell}[];
}

/** A table of typed columns. Every row has exactly one cell for each column, in the same order. */
export interface Table {
  readonly kind: 'table';
  /** The name in kebab-case, unique in the document, used for the CSV file and the HTML anchor. */
  readonly name: string;
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** The total number of rows if `rows` has only the first ones; shown below the table. */
  readonly totalRows?: number;
}

export interface Column {
  /** The CSV header, in snake_case; it must not change. */
  readonly key: string;
  /** The heading of the column for readers. */
  readonly label: string;
  readonly type: CellType;
}

/**
 * The type of a cell. text: any string; count: an integer; share: 0..1, shown as a percentage; seconds: a duration; bytes: a
 * size; at: epoch microseconds UTC, shown as ISO 8601; decimal: a real number. Numbers are aligned right; `undefined` means
 * unknown and is shown as an en dash, or as an empty cell in CSV.
 */
export type CellType = 'text' | 'count' | 'share' | 'seconds' | 'bytes' | 'at' | 'decimal';

export type Cell =
  | {readonly type: 'text'; readonly value: string | undefined}
  | {readonly type: Exclude<CellType, 'text'>; readonly value: number | undefined};

export const heading = (level: 1 | 2, text: string): Heading => ({kind: 'heading', level, text});
export const foldedHeading = (level: 1 | 2, text: string): Heading => ({
  ...heading(level, text),
  folded: true,
});
export const text = (tone: Text['tone'], content: string): Text => ({kind: 'text', tone, text: content});
