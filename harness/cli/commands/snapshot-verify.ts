import type {Argv} from 'yargs';
import type {Failure} from '../../domain/failure.ts';
import {failed, ok} from '../../domain/result.ts';
import {type VerifiedSnapshot, verifyDocument} from '../../report/verify-document.ts';
import {namedSnapshot} from '../../snapshots/named-snapshot.ts';
import {verifySnapshot} from '../../snapshots/verify.ts';
import {describeFailure} from '../all-failures.ts';
import {type Command, printDocument} from '../command.ts';
import {withCatalogue} from '../with-catalogue.ts';

interface Options {
  readonly snapshot: string | undefined;
}

export const snapshotVerify: Command<Options> = {
  usage: 'verify [snapshot]',
  describe: 'Verify snapshots byte by byte; even a single flipped bit is found',
  examples: [['ruletrial snapshot verify', 'verify all snapshots']],
  options: yargs =>
    yargs.positional('snapshot', {
      type: 'string',
      describe: 'a ruleset, RULESET~1, or the start of a digest; default: all',
    }) as Argv<Options>,
  run(call) {
    return withCatalogue(call, async (_, rows) => {
      const {snapshot} = call.options;
      const named = snapshot === undefined ? undefined : namedSnapshot(snapshot, rows);
      if (named && !named.ok) return named;
      const manifests = (named ? [named.value] : rows).map(({manifest}) => manifest);
      const files = await call.deps.snapshotFiles(call.settings);
      const found: VerifiedSnapshot[] = [];
      let first: Failure | undefined;
      for (const manifest of manifests) {
        const verified = await verifySnapshot(manifest, files);
        const message = verified.ok ? '' : describeFailure(verified.failure).message;
        found.push({ruleset: manifest.name, digest: manifest.digest, whole: verified.ok, message});
        if (!verified.ok) first ??= verified.failure;
      }
      printDocument(call, verifyDocument(found), found);
      return first ? failed(first) : ok(undefined);
    });
  },
};
