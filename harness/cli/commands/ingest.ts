import type {Argv} from 'yargs';
import {ingest as importLogs} from '../../daemon/perform.ts';
import {ok} from '../../domain/result.ts';
import {isZoneOrOffset} from '../../domain/zone.ts';
import {ingestDocument} from '../../report/ingest-document.ts';
import type {Ingested} from '../../trial/ingest-logs.ts';
import {type Command, conductOrRequest, printDocument} from '../command.ts';
import {fail} from '../failures.ts';

interface Options {
  readonly files?: readonly string[];
  readonly trial: string;
  readonly arm: string;
  readonly year: number | undefined;
  readonly timeZone: string;
  readonly asNew: boolean;
  readonly sameAs: string | undefined;
  readonly snapshot: string | undefined;
  readonly acceptEmpty: boolean;
}

export const ingest: Command<Options> = {
  usage: 'ingest [files..]',
  describe: 'Import alert_json logs, plain or gzipped, from other Snort runs; needs no Snort on this machine',
  examples: [
    [
      'ruletrial ingest alert_json.txt --trial mine --arm community',
      'import a log; creates the trial mine-1 if it does not exist',
    ],
    [
      'ruletrial ingest logs/alert_json.txt* --trial mine --arm lightspd',
      'import rotated logs; lines split by rotation are joined',
    ],
    [
      'ruletrial ingest alert_json.txt --trial mine --arm community --snapshot community',
      'import a log of rules that are in a snapshot; their messages, classes and enabled counts come from there',
    ],
    [
      'ruletrial ingest --trial mine --arm community --snapshot community~1',
      'name the snapshot of logs that were imported before',
    ],
    ['zstdcat alert_json.txt.zst | ruletrial ingest - --trial mine --arm community', 'import from a pipe'],
  ],
  options: yargs =>
    yargs
      .positional('files', {
        type: 'string',
        array: true,
        describe: 'alert_json logs, or - for standard input; nothing is imported twice',
      })
      .option('trial', {
        type: 'string',
        demandOption: true,
        describe: 'name of the trial, for example honeypot',
      })
      .option('arm', {type: 'string', demandOption: true, describe: 'the ruleset that produced these logs'})
      .option('snapshot', {
        type: 'string',
        nargs: 1,
        describe:
          'the snapshot that these logs come from: a ruleset, RULESET~1, or the start of a digest; replaces one named before. Default: rules are matched by gid:sid:rev in all snapshots',
      })
      .option('year', {
        type: 'number',
        describe: "year of timestamps that have none; default: from the file's date",
      })
      .option('time-zone', {
        type: 'string',
        default: 'UTC',
        nargs: 1,
        describe: 'time zone for records that have no seconds field, such as Europe/Berlin or +01:00',
      })
      .option('as-new', {
        type: 'boolean',
        default: false,
        describe: 'import everything as new, even if some alerts may already be in this arm',
      })
      .option('accept-empty', {
        type: 'boolean',
        default: false,
        describe: 'accept empty logs, of a ruleset that raised no alert',
      })
      .option('same-as', {
        type: 'string',
        describe:
          'treat the file as a copy of this log, which was imported into this arm before: only new lines are read',
      }) as unknown as Argv<Options>,
  async run(call) {
    const {files = [], trial, arm, year, timeZone, asNew, sameAs, snapshot, acceptEmpty} = call.options;
    if (files.length === 0 && snapshot === undefined) {
      const reason =
        'expected alert_json logs, or --snapshot to name the snapshot of logs that were imported before';
      return fail('usage', {reason, command: 'ingest'});
    }
    if (!isZoneOrOffset(timeZone)) {
      return fail('usage', {
        reason: `--time-zone: expected a zone such as Europe/Berlin or +01:00, found "${timeZone}"`,
        command: 'ingest',
      });
    }
    if (year !== undefined && !(Number.isInteger(year) && year >= 1990 && year <= 2100)) {
      return fail('usage', {reason: `--year: expected 1990 to 2100, found "${year}"`, command: 'ingest'});
    }
    if (sameAs !== undefined && (asNew || files.length !== 1)) {
      const reason = '--same-as: expected one file, and not together with --as-new';
      return fail('usage', {reason, command: 'ingest'});
    }
    const readable = await call.deps.readableLogs(files);
    if (!readable.ok) return readable;
    const {files: paths, names, remove} = readable.value;
    const request = {
      ...{trial, arm, files: [...paths], names: {...names}, timeZone, asNew, acceptEmpty},
      ...(year === undefined ? {} : {year}),
      ...(sameAs === undefined ? {} : {sameAs}),
      ...(snapshot === undefined ? {} : {snapshot}),
    };
    const done = await conductOrRequest<Ingested, 'ingest'>(call, 'ingest', request, deps =>
      importLogs(request, deps),
    ).finally(remove);
    if (!done.ok) return done;
    const ingested = done.value;
    printDocument(call, ingestDocument(ingested, arm), ingested);
    return ok(undefined);
  },
};
