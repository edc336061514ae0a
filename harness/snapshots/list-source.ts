import {failed, ok} from '../domain/result.ts';
import type {Micros} from '../domain/time.ts';
import {kindOfFile} from './kind-of-file.ts';
import type {RulesetSource} from './ports.ts';

/** Reads a file and the time of its last change; undefined if it does not exist. Supplied by `disk/`. */
export type ReadWhole = (
  path: string,
) => Promise<{readonly bytes: Uint8Array; readonly changedAt: Micros} | undefined>;

/** Creates a source for a blocklist on disk, with one address or network per line; the gate checks the lines. */
export function listSource(read: ReadWhole): RulesetSource {
  return {
    async read(path, {ruleset}) {
      const file = await read(path);
      const missing = {kind: 'source-missing' as const, ruleset, path, expected: 'a list of addresses'};
      if (!file) return failed({...missing, reason: 'there is no such file'});
      if (kindOfFile(path, file.bytes) === 'web-page') {
        return failed({...missing, reason: 'it is a web page (terms or a sign-in), not a list'});
      }
      const name = path.split('/').at(-1) ?? path;
      return ok({
        files: [{from: path, name, bytes: file.bytes, kind: 'list' as const}],
        newestAt: file.changedAt,
      });
    },
  };
}
