import {join, resolve} from 'node:path';
import {describeFailure} from '../cli/all-failures.ts';
import type {Settings} from '../cli/command-deps.ts';
import {catchSystemFailures} from '../cli/system-failures.ts';
import type {Manifest} from '../domain/snapshot.ts';
import {SEE_DOCTOR} from '../engine/failures.ts';
import type {LostFile, MachineFacts} from '../machine/ports.ts';
import type {SnapshotRow} from '../snapshots/questions.ts';
import {openCatalogueAnswers} from './answers.ts';
import {findSnortHere, tcpdumpHere} from './engines.ts';
import {pulledPorkHere} from './snapshots.ts';
import {systemClock} from './system-clock.ts';

/** Reads the facts about this machine for doctor and for the preview of a live trial. */
export async function readMachineFacts(settings: Settings): Promise<MachineFacts> {
  const {stateDir} = settings;
  const {readMachine} = await import('../machine/linux/read-machine.ts');
  const {sqliteVersion} = await import('../sqlite/open-trial.ts');
  const {recorder} = await tcpdumpHere();
  return {
    ...(await readMachine(stateDir)),
    sqlite: sqliteVersion(),
    pulledpork: (await pulledPorkHere(join(stateDir, 'scratch'), {clock: systemClock, say: () => {}})())
      ?.version,
    snort: await readSnortFacts(),
    tcpdump: await recorder.version(),
    lostFiles: await lostFiles(settings),
  };
}

/** Finds files of the newest snapshots that are gone; none if there is no catalogue that can be read. */
async function lostFiles(settings: Settings): Promise<readonly LostFile[]> {
  const opened = await catchSystemFailures(settings.stateDir, () => openCatalogueAnswers(settings));
  if (!opened.ok) return [];
  const {isThere} = await import('../disk/whole-files.ts');
  const {snapshotFiles} = await import('../disk/snapshot-files.ts');
  const {folder} = snapshotFiles(resolve(settings.stateDir));
  const lost: LostFile[] = [];
  try {
    for (const {digest, name, files} of newestOf(opened.value.snapshots()))
      for (const {path} of files)
        if (!(await isThere(join(folder(digest), path)))) lost.push({ruleset: name, path});
    return lost;
  } finally {
    opened.value.close();
  }
}

/** Returns the newest manifest of each ruleset and variant: the first of each, since rows come by these, newest first. */
const newestOf = (rows: readonly SnapshotRow[]): readonly Manifest[] =>
  rows
    .filter(({manifest: {name}, variant}, index) => {
      const before = rows[index - 1];
      return before?.manifest.name !== name || before.variant !== variant;
    })
    .map(({manifest}) => manifest);

/** Finds Snort, or says what is wrong with the one that was looked for. */
export async function readSnortFacts(): Promise<MachineFacts['snort']> {
  const found = await findSnortHere(undefined);
  return found.ok
    ? {found: found.value}
    : {missing: describeFailure(found.failure).message.replace(`. ${SEE_DOCTOR}`, '')};
}
