import type {Argv} from 'yargs';
import {metadataFilter} from '../../domain/rule.ts';
import {diffDocument} from '../../report/diff-document.ts';
import {compareRules} from '../../rules/compare-rules.ts';
import {overlapOf} from '../../rules/overlap.ts';
import {addressesOf, compareAddresses} from '../../snapshots/addresses.ts';
import {isLoaded} from '../../snapshots/catalogue-rules.ts';
import {namedSnapshot} from '../../snapshots/named-snapshot.ts';
import type {CatalogueAnswers, SnapshotRow} from '../../snapshots/questions.ts';
import type {Command} from '../command.ts';
import {type FormatOptions, formatOptions, printAs} from '../print-formats.ts';
import {withCatalogue} from '../with-catalogue.ts';

interface Options extends FormatOptions {
  readonly before: string;
  readonly after: string;
}

export const snapshotDiff: Command<Options> = {
  usage: 'diff <before> <after>',
  describe:
    'Compare two snapshots: rules added, removed, revised, enabled and disabled, with changed options',
  examples: [
    ['ruletrial snapshot diff community~1 community', 'show what changed since the previous snapshot'],
    [
      'ruletrial snapshot diff community lightspd --format html --out diff',
      'compare two rulesets, as an HTML page',
    ],
  ],
  options: yargs =>
    formatOptions(yargs)
      .positional('before', {
        type: 'string',
        demandOption: true,
        describe: 'a ruleset, RULESET~1, or the start of a digest',
      })
      .positional('after', {
        type: 'string',
        demandOption: true,
        describe: 'the snapshot to compare it with',
      }) as unknown as Argv<Options>,
  run(call) {
    return withCatalogue(call, async (answers, rows) => {
      const before = namedSnapshot(call.options.before, rows);
      const after = namedSnapshot(call.options.after, rows);
      if (!before.ok) return before;
      if (!after.ok) return after;
      const [old, newer] = [rulesOf(before.value, answers), rulesOf(after.value, answers)];
      const difference = compareRules(old.all, newer.all);
      const overlap = overlapOf(old.loaded, newer.loaded);
      const files = await call.deps.snapshotFiles(call.settings);
      const addresses = compareAddresses(
        await addressesOf(before.value.manifest, files),
        await addressesOf(after.value.manifest, files),
      );
      const value = {
        ...{before: before.value.manifest, after: after.value.manifest},
        ...{difference, overlap, addresses},
      };
      return printAs(
        call,
        'diff',
        limit => diffDocument(before.value, after.value, {difference, overlap, addresses}, limit),
        value,
      );
    });
  },
};

/** Returns all rules of a snapshot, and those that Snort loads under its policy. */
function rulesOf({manifest}: SnapshotRow, answers: CatalogueAnswers) {
  const all = answers.rulesOf(manifest.digest);
  const filter = metadataFilter(manifest);
  return {all, loaded: all.filter(rule => isLoaded(rule, filter))};
}
