import {failed} from '../domain/result.ts';
import {kindOfFile} from './kind-of-file.ts';
import type {ReadWhole} from './list-source.ts';
import type {RulesetSource} from './ports.ts';

/**
 * A file that a person must fetch, since its provider shows terms or a sign-in first: looked for in rulesets/manual/,
 * and taken for what it is when it appears. No terms are accepted for anyone.
 */
export function manualSource(
  read: ReadWhole,
  from: string | undefined,
  of: Readonly<Record<'archive' | 'rules' | 'list', RulesetSource>>,
): RulesetSource {
  const missing = (ruleset: string, path: string) =>
    ({kind: 'manual-missing', ruleset, path, from: from ?? 'its provider'}) as const;
  return {
    lacks: async (path, {ruleset}) => ((await read(path)) ? undefined : missing(ruleset, path)),
    async read(path, request) {
      const file = await read(path);
      if (!file) return failed(missing(request.ruleset, path));
      const kind = kindOfFile(path, file.bytes);
      return of[kind === 'web-page' ? 'list' : kind].read(path, request);
    },
  };
}
