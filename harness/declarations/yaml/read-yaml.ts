import {isCollection, isNode, LineCounter, parseDocument} from 'yaml';
import type {Complaint} from '../failures.ts';
import type {KeyPath, ReadText} from '../read-declaration.ts';

const MAX_ERRORS = 5;
const MAX_ALIASES = 100;
/** Characters of a value that a message shows. */
const MAX_SHOWN = 200;
const NO_YAML = {key: '', expected: 'YAML', advice: ''};

/** YAML 1.2 without aliases that could unfold to something huge; every value knows its line. */
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
      ...NO_YAML,
      line: lines.linePos(error.pos[0]).line || 1,
      found:
        error.code === 'DUPLICATE_KEY'
          ? 'the same key twice'
          : `something else (${firstLine(error.message)})`,
    }));
    return {complaints};
  }
  const tagged = document.warnings.filter(({code}) => code === 'TAG_RESOLVE_FAILED');
  if (tagged.length > 0) {
    const complaints = tagged.slice(0, MAX_ERRORS).map(({pos: [at]}) => takenForTag(text, at, lines));
    return {complaints};
  }
  try {
    return {read: {value: document.toJS({maxAliasCount: MAX_ALIASES}), lineOf}};
  } catch (thrown) {
    // an alias that names nothing, or aliases of aliases that unfold to something huge
    const words = thrown instanceof Error ? firstLine(thrown.message) : String(thrown);
    return {complaints: [{...NO_YAML, line: 1, found: `something else (${words})`}]};
  }

  function lineOf(path: KeyPath): number {
    for (let length = path.length; length >= 0; length -= 1) {
      const start = startOf(path.slice(0, length));
      if (start !== undefined) return lines.linePos(start).line || 1;
    }
    return 1;
  }

  /** Offset of the key where there is one (a value may begin a line later), else of the value. */
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

/** A text such as `!$HOME_NET`: YAML takes it for a tag and passes it over. */
function takenForTag(text: string, at: number, lines: LineCounter): Complaint {
  const written = /^[^\s,}\]]+(?: [^,}\]#\n]*)?/.exec(text.slice(at, at + MAX_SHOWN))?.[0]?.trim() ?? '!';
  const key = /([\w.-]+)\s*:\s*$/.exec(text.slice(Math.max(0, at - MAX_SHOWN), at))?.[1] ?? '';
  return {
    line: lines.linePos(at).line || 1,
    key,
    expected: 'text in quotes, since YAML takes "!" for the beginning of a tag',
    found: written,
    advice: `Put it in quotes: ${key ? `${key}: ` : ''}"${written}"`,
  };
}

const firstLine = (message: string): string => message.split('\n')[0] ?? '';
