import type {DownloadFacts, DownloadLog} from '../../harness/snapshots/download-ports.ts';
import type {PastRequest} from '../../harness/snapshots/pace.ts';

/** A log that lasts as long as the test; `notes` is all that was ever said to it, in order. */
export function memoryDownloadLog(): DownloadLog & {
  readonly notes: PastRequest[];
  readonly kept: ReadonlyMap<string, DownloadFacts>;
} {
  const requests = new Map<string, PastRequest>();
  const notes: PastRequest[] = [];
  const kept = new Map<string, DownloadFacts>();
  return {
    notes,
    kept,
    requestsTo: (host, since) => [...requests.values()].filter(one => one.host === host && one.at >= since),
    note(request) {
      notes.push(request);
      requests.set(`${request.url} ${request.at}`, request);
    },
    facts: url => kept.get(url),
    keep(url, facts) {
      kept.set(url, facts);
    },
  };
}
