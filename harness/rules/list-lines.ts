/** How a list is written where its lines are not plain addresses. */
export interface ListForm {
  /** Column of CSV that holds the addresses: its number from 1 on, or its name in the first line. */
  readonly column?: number | string | undefined;
}

export interface ListLine {
  /** The first is 1. */
  readonly line: number;
  /** What stands for addresses; none on a blank line or a comment. */
  readonly fields: readonly string[];
}

/** A line that is longer is not taken apart: it holds no address. */
const LONGEST_LINE = 4096;
/** Keys under which JSON lines hold an address or network, as Spamhaus, abuse.ch, CrowdSec and others write them. */
const JSON_KEYS = [
  'cidr',
  'ip',
  'address',
  'network',
  'prefix',
  'ip_address',
  'ip_prefix',
  'ipv6_prefix',
  'value',
];

/** The lines of a list with what each holds, whatever its line endings. */
export function* entryFields(text: string, {column}: ListForm): Generator<ListLine> {
  const pick = column === undefined ? plainOrJson : csvColumn(column);
  let line = 0;
  for (let from = text.startsWith('\uFEFF') ? 1 : 0; from < text.length; ) {
    const newline = text.indexOf('\n', from);
    const end = newline < 0 ? text.length : newline;
    line += 1;
    const written = text.slice(from, end).trim();
    from = end + 1;
    yield {line, fields: written === '' ? [] : written.length > LONGEST_LINE ? [written] : pick(written)};
  }
}

function plainOrJson(line: string): readonly string[] {
  if (line.startsWith('{')) return jsonFields(line);
  const comment = line.search(/[#;]|^\/\//);
  const field = (comment < 0 ? line : line.slice(0, comment)).trim();
  return field === '' ? [] : [field];
}

/** An object a line; one that says of itself that it is metadata holds no address. */
function jsonFields(line: string): readonly string[] {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return [line];
  }
  const record = value as Record<string, unknown>;
  if (record.type === 'metadata') return [];
  const field = JSON_KEYS.map(key => record[key]).find(found => typeof found === 'string');
  return [typeof field === 'string' ? field : line];
}

const TITLE = /^[A-Za-z_][\w ()/-]*$/;

function csvColumn(column: number | string): (line: string) => readonly string[] {
  let place = typeof column === 'number' ? column - 1 : undefined;
  let first = true;
  const lacking = (line: string) => `there is no column ${column}: ${line}`;
  const placeIn = (cells: readonly string[]): number | undefined => {
    const found = cells.findIndex(cell => cell.toLowerCase() === String(column).toLowerCase());
    return found < 0 ? undefined : found;
  };
  return line => {
    const comment = /^(?:#|\/\/)\s*/.exec(line)?.[0];
    if (comment !== undefined) {
      // some providers write the titles as a comment
      if (first) place ??= placeIn(csvCells(line.slice(comment.length)));
      return [];
    }
    const cells = csvCells(line);
    if (first && place === undefined) {
      place = placeIn(cells) ?? -1;
      first = false;
      return place < 0 ? [lacking(line)] : [];
    }
    const cell = cells[place ?? -1];
    // a first line of titles is no address, and nothing bad
    const isTitle = first && cell !== undefined && TITLE.test(cell);
    first = false;
    return isTitle ? [] : [cell ?? lacking(line)];
  };
}

/** Cells of a line: between commas, semicolons or tabs; quotes around a cell go, and what is doubled in them becomes single. */
export function csvCells(line: string): readonly string[] {
  const separator = /[,;\t]/.exec(line.replace(/"(?:[^"]|"")*"/g, '""'))?.[0] ?? ',';
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at];
    if (letter === '"') {
      if (quoted && line[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = !quoted;
    } else if (letter === separator && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += letter;
  }
  return [...cells, cell.trim()];
}
