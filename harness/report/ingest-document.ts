import {foundFlags} from '../analysis/flag-found.ts';
import type {RulesFound} from '../answers/rules-found.ts';
import {count, facts, textCell} from '../document/cells.ts';
import {type Block, type Document, text} from '../document/document.ts';

/** The results of ingesting logs into an arm. Sizes are in bytes. */
export interface IngestedLogs {
  readonly trial: string;
  /** Number of files that were read. */
  readonly files: number;
  readonly alerts: number;
  readonly rejects: number;
  /** Bytes that had been ingested earlier. */
  readonly known: number;
  /** Bytes of an incomplete last line, which is left for the next time. */
  readonly waiting: number;
  /** Alerts whose timestamps have no year, and the years that were assumed. */
  readonly rules?: RulesFound | undefined;
  /** The snapshot that had been named for the arm before. */
  readonly replaced?: string | undefined;
  readonly guessed?: {readonly records: number; readonly from: number; readonly to: number} | undefined;
}

/** Makes the document that shows the result of ingesting logs into an arm. */
export function ingestDocument(taken: IngestedLogs, arm: string): Document {
  const {trial, files, alerts, rejects, known, waiting, guessed, rules, replaced} = taken;
  const isEmpty = files > 0 && alerts + rejects + known + waiting === 0;
  const isNothingNew = alerts === 0 && rejects === 0 && known > 0;
  return {
    title: files === 0 ? `Snapshot of arm ${arm} in ${trial}` : `Imported into ${trial}`,
    subtitle: `arm ${arm}; see it with: ruletrial report ${trial}`,
    blocks: [
      ...(isNothingNew ? [text('note', 'Nothing new: this log was already imported.')] : []),
      ...(isEmpty ? [text('note', `The logs are empty: ${arm} raised no alert.`)] : []),
      ...(files === 0 ? [] : [importedFacts(taken, arm)]),
      ...(rules ? foundFlags(arm, rules).map(flag => text(flag.severity, flag.text)) : []),
      ...(replaced === undefined
        ? []
        : [text('note', `This replaces snapshot ${replaced}, which was named before.`)]),
      ...(guessed ? [text('warning', guessedYearsMessage(guessed))] : []),
    ],
  };
}

const importedFacts = ({alerts, rejects, known, waiting}: IngestedLogs, arm: string): Block =>
  facts([
    ['alerts imported', count(alerts)],
    ['unparsed lines', count(rejects)],
    ['bytes already imported earlier', count(known)],
    ['bytes of an unfinished last line, left for the next import', count(waiting)],
    ['arm', textCell(arm)],
  ]);

function guessedYearsMessage({records, from, to}: NonNullable<IngestedLogs['guessed']>): string {
  const years = from === to ? String(from) : `${from} to ${to}`;
  return `The timestamps of ${records} ${records === 1 ? 'alert' : 'alerts'} have no year. Assumed ${years} from the file's date; set another with --year.`;
}
