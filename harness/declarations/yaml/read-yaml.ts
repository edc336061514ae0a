import {isCollection, isNode, LineCounter, parseDocument} from 'yaml';
import type {Complaint} from '../failures.ts';
import type {KeyPath, ReadText} from '../read-declaration.ts';

const MAX_ERRORS = 5;
const MAX_ALIASES = 100;
/** Longest value shown in a message, in characters. */
const MAX_SHOWN = 200;
const INVALID_YAML = {key: '', expected: 'valid YAML', advice: ''};

/** YAML 1.2 without aliases that could expand into something huge, with the line of every value. */
export const readYaml: ReadText = text => {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: true,
    prettyErrors: false,
    logLevel: 'error',
  });
  if (document.errors.length > 0) {
    // what follows a mistake is often its echo
    const complaints = document.errors.slice(0, MAX_ERRORS).map(error => ({
      ...INVALID_YAML,
      line: lines.linePos(error.pos[0]).line || 1,
      found: error.code === 'DUPLICATE_KEY' ? 'the same key twice' : `an error (${firstLine(error.message)})`,
    }));
    return {complaints};
  }
  const tagged = document.warnings.filter(({code}) => code === 'TAG_RESOLVE_FAILED');
  if (tagged.length > 0) {
    const complaints = tagged.slice(0, MAX_ERRORS).map(({pos: [at]}) => complainOfTag(text, at, lines));
    return {complaints};
  }
  try {
    return {read: {value: document.toJS({maxAliasCount: MAX_ALIASES}), lineOf}};
  } catch (thrown) {
    // an unknown alias, or aliases of aliases that expand into something huge
    const reason = thrown instanceof Error ? firstLine(thrown.message) : String(thrown);
    return {complaints: [{...INVALID_YAML, line: 1, found: `an error (${reason})`}]};
  }

  function lineOf(path: KeyPath): number {
    for (let length = path.length; length >= 0; length -= 1) {
      const start = startOf(path.slice(0, length));
      if (start !== undefined) return lines.linePos(start).line || 1;
    }
    return 1;
  }

  /** Offset of the key if there is one (its value may begin a line later), otherwise of the value. */
  function startOf(path: KeyPath): number | undefined {
    if (path.length === 0) return isNode(document.contents) ? document.contents.range?.[0] : undefined;
    const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
    if (!isCollection(parent)) return undefined;
    for (const item of parent.items) {
      const key = (item as {key?: unknown}).key;
      if (isNode(key) && String(key) === String(path.at(-1))) return key.range?.[0];
    }
    const value = document.getIn(path, true);
    return isNode(value) ? value.range?.[0] : undefined;
  }
};

/** A text such as `!$HOME_NET`: YAML reads it as a tag and ignores it. */
function complainOfTag(text: string, at: number, lines: LineCounter): Complaint {
  const written = /^[^\s,}\]]+(?: [^,}\]#\n]*)?/.exec(text.slice(at, at + MAX_SHOWN))?.[0]?.trim() ?? '!';
  const key = /([\w.-]+)\s*:\s*$/.exec(text.slice(Math.max(0, at - MAX_SHOWN), at))?.[1] ?? '';
  return {
    line: lines.linePos(at).line || 1,
    key,
    expected: 'text in quotes, since YAML reads "!" as the beginning of a tag',
    found: written,
    advice: `Put it in quotes: ${key ? `${key}: ` : ''}"${written}"`,
  };
}

const firstLine = (message: string): string => message.split('\n')[0] ?? '';
