import type {ChildVariables} from '../engine/system-ports.ts';

/** Variables that any program needs, none of which is secret: user, paths, language, time zone, libraries. */
const EVERY_PROGRAM =
  /^(PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_[A-Z]+|TZ|TMPDIR|LD_LIBRARY_PATH|LD_PRELOAD|DYLD_LIBRARY_PATH|LUA_C?PATH|SNORT_LUA_PATH)$/;

/** Variables that a Python program also needs for downloads; the address of a proxy may contain a password. */
const DOWNLOADING =
  /^((HTTP|HTTPS|ALL|NO)_PROXY|(http|https|all|no)_proxy|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|SSL_CERT_FILE|SSL_CERT_DIR|PYTHON[A-Z]*|VIRTUAL_ENV|PYENV_[A-Z]+)$/;

/**
 * Returns the environment of a child process: only variables with allowed names, so that it does not get the oinkcode, tokens
 * of webhooks or keys of other services.
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
