import type {DownloadFacts, DownloadLog} from '../../harness/snapshots/download-ports.ts';
import type {Asked} from '../../harness/snapshots/pace.ts';

/** A log that lasts as long as the test; `notes` is all that was ever said to it, in order. */
export function memoryDownloadLog(): DownloadLog & {
  readonly notes: Asked[];
  readonly kept: ReadonlyMap<string, DownloadFacts>;
} {
  const requests = new Map<string, Asked>();
  const notes: Asked[] = [];
  const kept = new Map<string, DownloadFacts>();
  return {
    notes,
    kept,
    asked: (host, since) => [...requests.values()].filter(asked => asked.host === host && asked.at >= since),
    note(asked) {
      notes.push(asked);
      requests.set(`${asked.url} ${asked.at}`, asked);
    },
    facts: url => kept.get(url),
    keep(url, facts) {
      kept.set(url, facts);
    },
  };
}
