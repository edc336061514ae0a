import type {ChildVariables} from '../engine/system-ports.ts';

/** Who runs where, and how text, time and libraries are found: what any program needs, and nothing that is secret. */
const EVERY_PROGRAM =
  /^(PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_[A-Z]+|TZ|TMPDIR|LD_LIBRARY_PATH|LD_PRELOAD|DYLD_LIBRARY_PATH|LUA_C?PATH|SNORT_LUA_PATH)$/;

/** What a Python program that downloads needs as well. A proxy's address may hold a password. */
const DOWNLOADING =
  /^((HTTP|HTTPS|ALL|NO)_PROXY|(http|https|all|no)_proxy|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|SSL_CERT_FILE|SSL_CERT_DIR|PYTHON[A-Z]*|VIRTUAL_ENV|PYENV_[A-Z]+)$/;

/**
 * The environment of a child process, by a list of allowed names: the oinkcode, tokens of webhooks and keys of other
 * services stay with the harness.
 */
export function childEnvironment(
  all: Readonly<Record<string, string | undefined>>,
  variables: ChildVariables = 'few',
): Record<string, string> {
  const allowed = (name: string): boolean =>
    EVERY_PROGRAM.test(name) || (variables === 'downloading' && DOWNLOADING.test(name));
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined && allowed(name)) kept[name] = value;
  }
  return kept;
}
