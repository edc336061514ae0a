import type {Argv} from 'yargs';
import {metadataFilter} from '../../domain/rule.ts';
import {diffDocument} from '../../report/diff-document.ts';
import {compareRules} from '../../rules/compare-rules.ts';
import {overlapOf} from '../../rules/overlap.ts';
import {addressesOf, compareAddresses} from '../../snapshots/addresses.ts';
import {isLoaded} from '../../snapshots/catalogue-rules.ts';
import type {CatalogueAnswers, SnapshotRow} from '../../snapshots/questions.ts';
import {askingCatalogue, namedSnapshot} from '../asking-catalogue.ts';
import type {Command} from '../command.ts';
import {type FormatOptions, formatOptions, printAs} from '../print-formats.ts';

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
  run(called) {
    return askingCatalogue(called, async (answers, rows) => {
      const before = namedSnapshot(called.options.before, rows);
      const after = namedSnapshot(called.options.after, rows);
      if (!before.ok) return before;
      if (!after.ok) return after;
      const [old, young] = [rulesOf(before.value, answers), rulesOf(after.value, answers)];
      const difference = compareRules(old.all, young.all);
      const overlap = overlapOf(old.loaded, young.loaded);
      const files = await called.deps.snapshotFiles(called.settings);
      const addresses = compareAddresses(
        await addressesOf(before.value.manifest, files),
        await addressesOf(after.value.manifest, files),
      );
      const value = {
        ...{before: before.value.manifest, after: after.value.manifest},
        ...{difference, overlap, addresses},
      };
      return printAs(
        called,
        'diff',
        limit => diffDocument(before.value, after.value, {difference, overlap, addresses}, limit),
        value,
      );
    });
  },
};

/** All rules of a snapshot, and those that Snort loads under its policy. */
function rulesOf({manifest}: SnapshotRow, answers: CatalogueAnswers) {
  const all = answers.rulesOf(manifest.digest);
  const filter = metadataFilter(manifest);
  return {all, loaded: all.filter(rule => isLoaded(rule, filter))};
}
