interface FormatAttributes {
  /** Of its files, without the dot. */
  readonly ending: string;
  /** Whether a renderer makes it of a Document; otherwise it is the told value itself. */
  readonly isRendered: boolean;
  /** What a report's folder gets of it: nothing, one file, or a folder of tables. */
  readonly writes: 'nothing' | 'one-file' | 'tables';
  /** Whether its tables hold every row; otherwise they are cut to what a person reads. */
  readonly hasEveryRow: boolean;
  /** Whether `ruletrial export` offers it for a single arm. */
  readonly isForOneArm: boolean;
}

/** Every format in which a report can be had, by its name on the command line. */
export const FORMATS = {
  terminal: {ending: 'txt', isRendered: true, writes: 'nothing', hasEveryRow: false, isForOneArm: false},
  markdown: {ending: 'md', isRendered: true, writes: 'one-file', hasEveryRow: false, isForOneArm: true},
  html: {ending: 'html', isRendered: true, writes: 'one-file', hasEveryRow: false, isForOneArm: false},
  csv: {ending: 'csv', isRendered: true, writes: 'tables', hasEveryRow: true, isForOneArm: true},
  json: {ending: 'json', isRendered: false, writes: 'one-file', hasEveryRow: false, isForOneArm: true},
} as const satisfies Readonly<Record<string, FormatAttributes>>;

type Table = typeof FORMATS;
export type Format = keyof Table;
type FormatWith<Attribute extends Partial<FormatAttributes>> = {
  [Name in Format]: Table[Name] extends Attribute ? Name : never;
}[Format];

/** A format that a renderer makes. */
export type RenderedFormat = FormatWith<{readonly isRendered: true}>;
/** A format in which one arm alone can be had. */
export type ArmFormat = FormatWith<{readonly isForOneArm: true}>;

export const FORMAT_NAMES = Object.keys(FORMATS) as readonly Format[];
/** The formats that a report's folder holds. */
export const WRITTEN_FORMATS = FORMAT_NAMES.filter(name => FORMATS[name].writes !== 'nothing');
export const ARM_FORMATS = FORMAT_NAMES.filter((name): name is ArmFormat => FORMATS[name].isForOneArm);
/** What a person gets who asks for no format. */
export const SCREEN_FORMAT = 'terminal' satisfies RenderedFormat;
/** What stands for the value itself, for programs. */
export const VALUE_FORMAT = 'json' satisfies Format;
/** Of one arm, where nobody asks for another. */
export const ARM_FORMAT = 'markdown' satisfies ArmFormat;

export const isRendered = (format: Format): format is RenderedFormat => FORMATS[format].isRendered;

/** `markdown, html or csv` */
export const namesOf = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
