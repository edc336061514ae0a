import type {Database} from './database.ts';

/** Thrown when a file was made by a later version of ruletrial, or is no such file. */
export class ForeignStore extends Error {}

/** How many migrations a file has had. */
export function versionOf(db: Database, path: string, migrations: readonly string[]): number {
  const version = Number(db.pragma('user_version', {simple: true}));
  if (version > migrations.length)
    throw new ForeignStore(`${path} was created by a later version of ruletrial`);
  return version;
}

/** Brings a file's schema up to date, each step whole. */
export function migrate(db: Database, path: string, migrations: readonly string[]): void {
  for (let version = versionOf(db, path, migrations); version < migrations.length; version += 1) {
    db.transaction(() => {
      db.exec(migrations[version] ?? '');
      db.pragma(`user_version = ${version + 1}`);
    }).immediate();
  }
}
