import type {DownloadLog} from '../../snapshots/download-ports.ts';
import type {PastRequest} from '../../snapshots/pace.ts';
import type {Database} from '../database.ts';

interface RequestRow extends Omit<PastRequest, 'notBefore'> {
  readonly not_before: number | null;
}

interface DownloadRow {
  readonly etag: string | null;
  readonly modified: string | null;
  readonly sha256: string;
  readonly fetched_at: number;
}

/** Requests to providers in the catalogue's file, which commits to the disk: a crash forgets none. */
export function downloadLog(db: Database): DownloadLog {
  return {
    requestsTo(host, since) {
      const rows = db
        .prepare('SELECT * FROM asked WHERE host = ? AND at >= ?')
        .all(host, since) as RequestRow[];
      return rows.map(({not_before, ...row}) => ({...row, notBefore: not_before ?? undefined}));
    },
    note({url, at, host, outcome, notBefore}) {
      db.prepare(
        'INSERT OR REPLACE INTO asked(url, at, host, outcome, not_before) VALUES(?, ?, ?, ?, ?)',
      ).run(url, at, host, outcome, notBefore ?? null);
    },
    facts(url) {
      const row = db.prepare('SELECT * FROM download WHERE url = ?').get(url) as DownloadRow | undefined;
      if (!row) return undefined;
      return {
        ...(row.etag === null ? {} : {etag: row.etag}),
        ...(row.modified === null ? {} : {modified: row.modified}),
        sha256: row.sha256,
        fetchedAt: row.fetched_at,
      };
    },
    keep(url, {etag, modified, sha256, fetchedAt}) {
      db.prepare(
        'INSERT OR REPLACE INTO download(url, etag, modified, sha256, fetched_at) VALUES(?, ?, ?, ?, ?)',
      ).run(url, etag ?? null, modified ?? null, sha256, fetchedAt);
    },
  };
}
