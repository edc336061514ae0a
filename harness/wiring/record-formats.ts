import type {PerformDeps} from '../daemon/perform.ts';

/** How the reader of each kind of record is loaded, by its folder in `ingest/`. */
const LOAD = {
  'snort-json': async () => (await import('../ingest/snort-json/parse-alert.ts')).snortJson,
} as const;

/** Returns the format of logs from other machines; the user says how to read their times. */
export async function importedFormat(): Promise<PerformDeps['importedFormat']> {
  const format = await LOAD['snort-json']();
  return (log, hints) => format({...hints, changedAt: log.changedAt});
}

/** Returns the format of logs from ruletrial's own engines, whose times are in UTC. */
export async function engineFormat() {
  const format = await LOAD['snort-json']();
  return ({changedAt}: {readonly changedAt: number}) => format({year: undefined, changedAt, timeZone: 'UTC'});
}
