interface FormatAttributes {
  /** The file extension, without the dot. */
  readonly ending: string;
  /** Whether it is rendered from a Document; otherwise it is the value itself. */
  readonly isRendered: boolean;
  /** What it writes to a report's folder: nothing, one file, or one file per table. */
  readonly writes: 'nothing' | 'one-file' | 'tables';
  /** Whether its tables have every row; otherwise they are limited to what people read. */
  readonly hasEveryRow: boolean;
}

/** All formats of reports, by their names on the command line. */
export const FORMATS = {
  terminal: {ending: 'txt', isRendered: true, writes: 'nothing', hasEveryRow: false},
  markdown: {ending: 'md', isRendered: true, writes: 'one-file', hasEveryRow: false},
  html: {ending: 'html', isRendered: true, writes: 'one-file', hasEveryRow: false},
  csv: {ending: 'csv', isRendered: true, writes: 'tables', hasEveryRow: true},
  json: {ending: 'json', isRendered: false, writes: 'one-file', hasEveryRow: false},
} as const satisfies Readonly<Record<string, FormatAttributes>>;

type Table = typeof FORMATS;
export type Format = keyof Table;
type FormatWith<Attribute extends Partial<FormatAttributes>> = {
  [Name in Format]: Table[Name] extends Attribute ? Name : never;
}[Format];

/** A format that has a renderer. */
export type RenderedFormat = FormatWith<{readonly isRendered: true}>;
/** A format that is written to files. */
export type WrittenFormat = FormatWith<{readonly writes: 'one-file' | 'tables'}>;

export const FORMAT_NAMES = Object.keys(FORMATS) as readonly Format[];
/** The formats that are written to a report's folder. */
export const WRITTEN_FORMATS = FORMAT_NAMES.filter(
  (name): name is WrittenFormat => FORMATS[name].writes !== 'nothing',
);
/** The default format, for the terminal. */
export const SCREEN_FORMAT = 'terminal' satisfies RenderedFormat;
/** The format that is the value itself, for programs. */
export const VALUE_FORMAT = 'json' satisfies Format;
/** The default format for a single arm. */
export const ARM_FORMAT = 'markdown' satisfies WrittenFormat;

export const isRendered = (format: Format): format is RenderedFormat => FORMATS[format].isRendered;
