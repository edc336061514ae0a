import {failed} from '../domain/result.ts';
import {kindOfFile} from './kind-of-file.ts';
import type {ReadWhole} from './list-source.ts';
import type {RulesetSource} from './ports.ts';

/**
 * Creates a source for a file that the user must download, because its provider shows terms or a sign-in first. It is
 * expected in rulesets/manual/, and its content decides how it is read. ruletrial accepts no terms for anyone.
 */
export function manualSource(
  read: ReadWhole,
  from: string | undefined,
  sources: Readonly<Record<'archive' | 'rules' | 'list', RulesetSource>>,
): RulesetSource {
  const missing = (ruleset: string, path: string) =>
    ({kind: 'manual-missing', ruleset, path, from: from ?? 'its provider'}) as const;
  return {
    lacks: async (path, {ruleset}) => ((await read(path)) ? undefined : missing(ruleset, path)),
    async read(path, request) {
      const file = await read(path);
      if (!file) return failed(missing(request.ruleset, path));
      const kind = kindOfFile(path, file.bytes);
      return sources[kind === 'web-page' ? 'list' : kind].read(path, request);
    },
  };
}
