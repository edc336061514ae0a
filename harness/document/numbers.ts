import type {Cell, CellType, Table} from './document.ts';

/** How a format writes numbers. */
export interface NumberForm {
  /** The separator of groups of three digits. */
  readonly group: string;
  readonly minus: string;
}

export const PLAIN_NUMBERS: NumberForm = {group: ',', minus: '-'};

const UNKNOWN = '–';

type NumberType = Exclude<CellType, 'text'>;

/** Writes a cell for readers, not yet escaped; unknown values and NaN are an en dash. */
export function shown(cell: Cell, form: NumberForm): string {
  if (cell.type === 'text') return cell.value ?? UNKNOWN;
  const {type, value} = cell;
  if (value === undefined || Number.isNaN(value)) return UNKNOWN;
  if (type === 'at') return isoTime(value) ?? UNKNOWN;
  const size = Math.abs(value);
  if (type === 'share') return percent(size, value < 0, form);
  const text = size === Number.POSITIVE_INFINITY ? '∞' : writers[type](size, form);
  return value < 0 && text !== '0' ? form.minus + text : text;
}

/** Returns whether a column is aligned right: all numbers are, except times, which have a fixed width. */
export const isRightAligned = (type: CellType): boolean => type !== 'text' && type !== 'at';

/**
 * Writes epoch microseconds as ISO 8601 UTC, to the second or with `micros` to the microsecond; `undefined` outside the
 * years 0000 to 9999, which have no common form.
 */
export function isoTime(at: number, micros = false): string | undefined {
  const whole = Math.floor(at);
  const date = new Date(Math.floor(whole / 1_000_000) * 1_000);
  const year = date.getUTCFullYear();
  if (!(year >= 0 && year <= 9_999)) return undefined;
  const rest = ((whole % 1_000_000) + 1_000_000) % 1_000_000;
  return date.toISOString().replace(/\.\d+Z$/, micros ? `.${String(rest).padStart(6, '0')}Z` : 'Z');
}

/** Returns the note below a table about its rows: `first 20 of 311 rows`, `all 20 rows`, `no rows`, or undefined. */
export function rowsNote(table: Table, form: NumberForm): string | undefined {
  const shownRows = table.rows.length;
  const rowCount = (rows: number) => `${grouped(String(rows), form)} ${rows === 1 ? 'row' : 'rows'}`;
  if (table.totalRows !== undefined && table.totalRows > shownRows) {
    return `first ${grouped(String(shownRows), form)} of ${rowCount(table.totalRows)}`;
  }
  if (shownRows === 0) return 'no rows';
  return table.totalRows === undefined ? undefined : `all ${rowCount(shownRows)}`;
}

/** Writers for values of 0 or more; the caller writes the sign. */
const writers: Record<Exclude<NumberType, 'at' | 'share'>, (size: number, form: NumberForm) => string> = {
  count: (size, form) => grouped(size.toFixed(0), form),
  decimal: decimalText,
  seconds: durationText,
  bytes: bytesText,
};

/** Writes a share; only exactly 0 and 1 are shown as 0 % and 100 %. */
function percent(size: number, negative: boolean, form: NumberForm): string {
  if (size === Number.POSITIVE_INFINITY) return `${negative ? form.minus : ''}∞`;
  const digits = (size * 100).toFixed(1);
  const sign = negative && size > 0 ? form.minus : '';
  if (size > 0 && digits === '0.0') return `${negative ? '>' : '<'}${sign}0.1 %`;
  if (size < 1 && digits === '100.0') return `${negative ? '<' : '>'}${sign}99.9 %`;
  return `${sign}${grouped(digits, form)} %`;
}

/** Writes about three significant digits: 1,234.5, 12.35, 0.123, 4.2e-5. */
function decimalText(size: number, form: NumberForm): string {
  if (size === 0) return '0';
  if (size < 0.001) return size.toExponential(1);
  if (size < 1) return size.toFixed(3);
  return grouped(size.toFixed(size < 100 ? 2 : 1), form);
}

/** Writes a duration: `4.2 ms`, `1.3 s`, `2 min 05 s`, `3 h 07 min`, and from two days on `4 d 03 h`. */
function durationText(size: number, form: NumberForm): string {
  if (size === 0) return '0 s';
  if (size < 0.0995) return milliseconds(size * 1_000);
  if (size < 59.95) return `${size.toFixed(1)} s`;
  const inSeconds = Math.round(size);
  if (inSeconds < 3_600) return twoUnits(inSeconds, 60, 'min', 's', form);
  const inMinutes = Math.round(size / 60);
  if (inMinutes < 2 * 1_440) return twoUnits(inMinutes, 60, 'h', 'min', form);
  return twoUnits(Math.round(size / 3_600), 24, 'd', 'h', form);
}

function milliseconds(size: number): string {
  if (size < 0.05) return '<0.1 ms';
  return `${size.toFixed(size < 9.95 ? 1 : 0)} ms`;
}

function twoUnits(small: number, perLarge: number, large: string, unit: string, form: NumberForm): string {
  const rest = String(small % perLarge).padStart(2, '0');
  return `${grouped(String(Math.floor(small / perLarge)), form)} ${large} ${rest} ${unit}`;
}

function bytesText(size: number, form: NumberForm): string {
  const units = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  if (size < 1023.5) return `${size.toFixed(0)} B`;
  let scaled = size / 1_024;
  let unit = 0;
  while (scaled >= 1023.95 && unit < units.length - 1) {
    scaled /= 1_024;
    unit += 1;
  }
  return `${grouped(scaled.toFixed(1), form)} ${units[unit]}`;
}

const grouped = (digits: string, form: NumberForm): string =>
  digits.replace(/^\d+(?=\.|$)/, whole => whole.replace(/\B(?=(?:\d{3})+$)/g, form.group));
