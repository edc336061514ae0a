/** Keys that hold the name of an environment variable: any other value may be the secret itself. */
const VARIABLE_KEYS: ReadonlySet<PropertyKey> = new Set(['oinkcode', 'url_variable', 'token_variable']);
/** Values for Snort that YAML reads as something else unless they are quoted. */
const QUOTED_KEYS: ReadonlySet<PropertyKey> = new Set(['home_net', 'external_net']);

const SHOWN_CHARACTERS = 80;

/** A declared value as shown in a message. */
export function showValue(value: unknown, key: PropertyKey | undefined): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'keys with values';
  if (key !== undefined && VARIABLE_KEYS.has(key))
    return 'another value (not shown, because it may be the secret itself)';
  return JSON.stringify(value).slice(0, SHOWN_CHARACTERS);
}

/** What to write if unquoted brackets became a YAML list; undefined if that is not what happened. */
export function quoteAdvice(value: unknown, key: PropertyKey | undefined): string | undefined {
  if (key === undefined || !QUOTED_KEYS.has(key) || !Array.isArray(value)) return undefined;
  return `Put it in quotes: ${String(key)}: "[${value.join(',').slice(0, SHOWN_CHARACTERS)}]"`;
}
