/**
 * A report ready to render: every format tells the same Document. Renderers know nothing but this file.
 * Text is plain text from anywhere (attackers included); each renderer escapes it for its own format.
 */
export interface Document {
  /** Plain title, without markup; also the HTML title. */
  readonly title: string;
  /** One line under the title: what was compared, when, by which version. */
  readonly subtitle: string;
  readonly blocks: readonly Block[];
}

export type Block = Heading | Text | Facts | Table;

/** `level` 1 is a section of the document (the title stands above it), 2 a part of a section. */
export interface Heading {
  readonly block: 'heading';
  readonly level: 1 | 2;
  readonly text: string;
}

/** A paragraph. `tone` says how loudly: `note` is ordinary, `warning` must not be overlooked, `good` reassures. */
export interface Text {
  readonly block: 'text';
  readonly tone: 'plain' | 'note' | 'warning' | 'good';
  readonly text: string;
}

/** Names with one value each, such as identity and configuration. */
export interface Facts {
  readonly block: 'facts';
  readonly facts: readonly {readonly name: string; readonly cell: Cell}[];
}

/** A table of typed columns. Every row has exactly one cell for each column, in their order. */
export interface Table {
  readonly block: 'table';
  /** Kebab-case, unique in the document: the CSV file's name and the HTML anchor. */
  readonly name: string;
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** How many rows there are in all where `rows` holds only the first of them; told below the table. */
  readonly totalRows?: number;
}

export interface Column {
  /** snake_case: the CSV header; tidy and stable. */
  readonly key: string;
  /** What a person reads above the column. */
  readonly label: string;
  readonly type: CellType;
}

/**
 * text: any string. count: integer. share: 0..1, shown as percent. seconds: a span. bytes: a size.
 * at: epoch microseconds UTC, shown as ISO 8601. decimal: a real number.
 * Numbers stand on the right; `undefined` is unknown and is shown as an en dash (in CSV: empty).
 */
export type CellType = 'text' | 'count' | 'share' | 'seconds' | 'bytes' | 'at' | 'decimal';

export type Cell =
  | {readonly type: 'text'; readonly value: string | undefined}
  | {readonly type: Exclude<CellType, 'text'>; readonly value: number | undefined};

export const heading = (level: 1 | 2, text: string): Heading => ({block: 'heading', level, text});
export const text = (tone: Text['tone'], words: string): Text => ({block: 'text', tone, text: words});
