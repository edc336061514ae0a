import type {Argv} from 'yargs';
import {GROUPS, type Group} from '../../answers/alert-counts.ts';
import {PARTS, type PartName} from '../../answers/parts.ts';
import type {FiredQuestion} from '../../answers/ports.ts';
import {addressText, isAddress} from '../../domain/address.ts';
import type {Micros} from '../../domain/time.ts';
import {isZoneOrOffset} from '../../domain/zone.ts';
import {alertsByDocument, firedDocument} from '../../report/fired-document.ts';
import {fail as failTrial} from '../../trial/failures.ts';
import {type Command, withAnswers} from '../command.ts';
import {fail} from '../failures.ts';
import {type FormatOptions, formatOptions, printAs} from '../print-formats.ts';
import {readTime} from '../time-option.ts';

interface Options extends FormatOptions {
  readonly trial: string;
  readonly part: PartName | undefined;
  readonly arm: string | undefined;
  readonly sid: string | undefined;
  readonly class: string | undefined;
  readonly text: string | undefined;
  readonly protocol: string | undefined;
  readonly source: string | undefined;
  readonly port: number | undefined;
  readonly action: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly timeZone: string;
  readonly onlyArm: string | undefined;
  readonly by: Group | undefined;
  readonly top: number | undefined;
}

export const fired: Command<Options> = {
  usage: 'fired <trial>',
  describe:
    'List the rules that fired, or count their alerts by source, protocol, port, action, class or hour',
  examples: [
    ['ruletrial fired example --arm broad', 'show the rules that one arm fired'],
    ['ruletrial fired example --text "sip invite"', 'search rules by text in their message'],
    [
      'ruletrial fired demo-live --part same-traffic',
      'show rules that fired on the traffic that every arm read',
    ],
    ['ruletrial fired example --sid 1:498 --json', 'show one rule, as JSON'],
    [
      'ruletrial fired example --protocol icmp --from 2026-06-01T01:00Z --to 2026-06-01T02:00Z',
      'show the rules that fired on ICMP within one hour',
    ],
    ['ruletrial fired example --by source --format csv --out sources', 'write CSV files, one for each table'],
    [
      'ruletrial fired example --by source --top 10',
      'show the ten source addresses that set off the most alerts in each arm',
    ],
    [
      'ruletrial fired example --only-arm broad --top 10',
      'show the ten loudest rules that only one arm fired',
    ],
  ],
  options: yargs =>
    formatOptions(yargs)
      .positional('trial', {
        type: 'string',
        demandOption: true,
        describe: 'a trial, or a schedule (its newest trial)',
      })
      .option('part', {choices: PARTS, describe: 'only this part of a live trial'})
      .option('arm', {type: 'string', describe: 'only this arm'})
      .option('sid', {type: 'string', describe: 'only this rule: GID:SID; a SID alone means GID 1'})
      .option('class', {
        type: 'string',
        describe: 'only this class, the description of the classtype in alerts, such as "Misc activity"',
      })
      .option('text', {
        type: 'string',
        describe: 'only messages that contain this text, ignoring case',
      })
      .option('protocol', {type: 'string', describe: 'only alerts of this protocol, such as ICMP'})
      .option('source', {type: 'string', describe: 'only alerts from this source address'})
      .option('port', {type: 'number', nargs: 1, describe: 'only alerts on traffic to this destination port'})
      .option('action', {type: 'string', describe: 'only alerts with this action, such as block'})
      .option('from', {type: 'string', describe: 'only alerts at or after this time (ISO 8601)'})
      .option('to', {type: 'string', describe: 'only alerts before this time'})
      .option('time-zone', {
        type: 'string',
        default: 'UTC',
        describe: 'zone of --from and --to without an offset, such as Europe/Berlin',
      })
      .option('only-arm', {type: 'string', describe: 'only rules that this arm fired and no other arm did'})
      .option('by', {choices: GROUPS, describe: 'count the alerts by this instead of by rule'})
      .option('top', {
        type: 'number',
        nargs: 1,
        describe: 'only this many rows for each arm: those with the most alerts',
      })
      .conflicts('arm', 'only-arm') as unknown as Argv<Options>,
  run(call) {
    const {trial, arm, onlyArm, by} = call.options;
    const question = readQuestion(call.options);
    if (typeof question === 'string')
      return Promise.resolve(fail('usage', {reason: question, command: 'fired'}));
    return withAnswers(call, trial, async answers => {
      const identity = await answers.trial();
      const arms = identity.plan.arms.map(({name}) => name);
      const unknown = [arm, onlyArm].find(name => name !== undefined && !arms.includes(name));
      if (unknown !== undefined) return failTrial('arm-missing', {trial: identity.name, arm: unknown, arms});
      const totals = {
        matching: await answers.alertTotals(question),
        all: await answers.alertTotals({part: question.part, arm: question.arm}),
      };
      if (by === undefined) {
        const rows = await answers.fired(question);
        return printAs(call, 'fired', () => firedDocument(identity, rows, totals), rows);
      }
      const rows = await answers.alertsBy(by, question);
      return printAs(call, 'alerts', () => alertsByDocument(identity, by, rows, totals), rows);
    });
  },
};

/** Reads the options into a question, or returns what is wrong with one of them. */
function readQuestion(options: Options): FiredQuestion | string {
  const {part, arm, onlyArm, sid, class: className, text, protocol, source, port, action, top} = options;
  const rule = sid === undefined ? [] : /^(?:(\d{1,10}):)?(\d{1,10})$/.exec(sid);
  if (rule === null) return `--sid: expected SID or GID:SID, found "${sid}"`;
  if (source !== undefined && !isAddress(source))
    return `--source: expected an IPv4 or IPv6 address, found "${source}"`;
  if (port !== undefined && !isBetween(port, 0, 65_535)) return '--port: expected a number from 0 to 65535';
  if (top !== undefined && !isBetween(top, 1, 1e9)) return '--top: expected a number of rows, 1 or more';
  if (!isZoneOrOffset(options.timeZone))
    return `--time-zone: expected a zone such as Europe/Berlin or +01:00, found "${options.timeZone}"`;
  const times = {from: timeOf('from', options), to: timeOf('to', options)};
  for (const time of Object.values(times)) if (typeof time === 'string') return time;
  return {
    ...{part, class: className, text, protocol, port, action, top},
    ...(times as {from: Micros | undefined; to: Micros | undefined}),
    ...(sid === undefined ? {} : {gid: Number(rule[1] ?? 1), sid: Number(rule[2])}),
    source: source === undefined ? undefined : addressText(source),
    arm: onlyArm ?? arm,
    firedByNoOtherArm: onlyArm !== undefined,
  };
}

const isBetween = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** Reads a time, or returns what is wrong with it. */
function timeOf(name: 'from' | 'to', options: Options): Micros | string | undefined {
  const typed = options[name];
  if (typed === undefined) return undefined;
  return (
    readTime(typed, options.timeZone) ??
    `--${name}: expected a time such as 2026-06-01T05:00Z or 2026-06-01, found "${typed}"`
  );
}
