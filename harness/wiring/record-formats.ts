import type {PerformDeps} from '../daemon/perform.ts';

/** What reads each kind of record, by its folder in `ingest/`. */
const LOAD = {
  'snort-json': async () => (await import('../ingest/snort-json/parse-alert.ts')).snortJson,
} as const;

/** The log of a program that ran elsewhere: a person says how its times are to be read. */
export async function importedFormat(): Promise<PerformDeps['importedFormat']> {
  const format = await LOAD['snort-json']();
  return (log, hints) => format({...hints, changedAt: log.changedAt});
}

/** The log of an engine that ruletrial started: it holds seconds, and UTC. */
export async function engineFormat() {
  const format = await LOAD['snort-json']();
  return ({changedAt}: {readonly changedAt: number}) => format({year: undefined, changedAt, timeZone: 'UTC'});
}
