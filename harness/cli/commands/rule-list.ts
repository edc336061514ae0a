import type {Argv} from 'yargs';
import {POLICIES, type Policy} from '../../domain/rule.ts';
import {ruleListDocument} from '../../report/rule-documents.ts';
import {namedSnapshot} from '../../snapshots/named-snapshot.ts';
import type {Command} from '../command.ts';
import {fail} from '../failures.ts';
import {type FormatOptions, formatOptions, printAs} from '../print-formats.ts';
import {withCatalogue} from '../with-catalogue.ts';

interface Options extends FormatOptions {
  readonly snapshot: string;
  readonly cve: string | undefined;
  readonly technique: string | undefined;
  readonly classtype: string | undefined;
  readonly text: string | undefined;
  readonly policy: Policy | undefined;
}

/** A limit that is higher than the number of rules in any ruleset. */
const MOST = 1_000_000;

export const ruleList: Command<Options> = {
  usage: 'list <snapshot>',
  describe: 'List rules of a snapshot by CVE, ATT&CK technique, classtype, text or policy; options combine',
  examples: [
    ['ruletrial rule list community --cve 2021-44228', 'list rules that refer to a CVE'],
    [
      'ruletrial rule list lightspd --technique T1190 --policy balanced',
      'list rules by ATT&CK technique and policy',
    ],
    ['ruletrial rule list community --text log4j --format csv', 'list rules that contain this text, as CSV'],
  ],
  options: yargs =>
    formatOptions(yargs)
      .positional('snapshot', {
        type: 'string',
        demandOption: true,
        describe: 'a ruleset, RULESET~1, or the start of a digest',
      })
      .option('cve', {
        type: 'string',
        describe: 'only rules that refer to this CVE, such as 2021-44228 or CVE-2021-44228',
      })
      .option('technique', {
        type: 'string',
        describe: 'only rules with this MITRE ATT&CK technique, such as T1190',
      })
      .option('classtype', {type: 'string', describe: 'only this classtype: its name, such as misc-activity'})
      .option('text', {type: 'string', describe: 'only rules that contain this text, ignoring case'})
      .option('policy', {
        choices: POLICIES,
        describe: 'only rules in this policy, by their metadata',
      }) as unknown as Argv<Options>,
  run(call) {
    const {snapshot, cve, technique, classtype, text, policy} = call.options;
    const id = cve === undefined ? undefined : /^(?:cve-)?(\d{4}-\d{1,10})$/i.exec(cve)?.[1];
    if (cve !== undefined && id === undefined) {
      const reason = `--cve: expected a CVE such as 2021-44228, found "${cve}"`;
      return Promise.resolve(fail('usage', {reason, command: 'rule list'}));
    }
    return withCatalogue(call, (answers, rows) => {
      const found = namedSnapshot(snapshot, rows);
      if (!found.ok) return found;
      const {digest} = found.value.manifest;
      const mitre = technique?.toUpperCase();
      const rules = answers.rules({digest, cve: id, technique: mitre, classtype, text, policy, limit: MOST});
      return printAs(call, 'rules', limit => ruleListDocument(found.value, rules, limit), rules);
    });
  },
};
