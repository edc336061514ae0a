import {join, resolve} from 'node:path';
import type {OpenAnswers} from '../answers/ports.ts';
import type {Outside, Settings} from '../cli/outside.ts';
import {type Failure, wordsThrown} from '../domain/failure.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import {failure as ingestFailure} from '../ingest/failures.ts';
import {fail as failSnapshot} from '../snapshots/failures.ts';
import type {CatalogueAnswers} from '../snapshots/questions.ts';
import {fail as failTrial} from '../trial/failures.ts';
import {newestOf} from '../trial/trials.ts';
import {conductIn} from './conduct.ts';
import {readMachineFacts} from './machine-facts.ts';
import {renderers} from './renderers.ts';
import {leaveRequest} from './requests.ts';
import {worded} from './system-failures.ts';

/** Joins the commands' wishes to the real things, each loaded when it is first needed. */
export async function makeOutside(packageFolder: string, version: string): Promise<Outside> {
  const product = {version, demoFolder: join(packageFolder, 'demo')};
  const {reportFolder} = await import('../disk/report-folder.ts');
  const {installFiles, listFiles, readPackaged} = await import('../disk/packaged-files.ts');
  const {snortJson} = await import('../ingest/snort-json/parse-alert.ts');
  const logs = {logs: openLogs, foreignFormat: foreignFormat(snortJson)};
  return {
    ...product,
    ...logs,
    readableLogs,
    conduct: (settings, say, work) => conductIn({...product, ...logs}, settings, say, work),
    request: (settings, kind, what, say) => leaveRequest(settings, kind, what, say),
    async conducted(settings) {
      const {stateFolder} = await import('../disk/state-folder.ts');
      const {isLocked} = await import('../sqlite/lock.ts');
      return isLocked(stateFolder(resolve(settings.stateDir)).lock);
    },
    async trials(settings) {
      const {stateFolder} = await import('../disk/state-folder.ts');
      return stateFolder(resolve(settings.stateDir)).trials();
    },
    answers: (settings, trial) => worded(trial, () => openAnswers(settings, trial)),
    catalogue: settings => worded(settings.stateDir, () => openCatalogueAnswers(settings)),
    async snapshotFiles(settings) {
      const {snapshotFiles} = await import('../disk/snapshot-files.ts');
      return snapshotFiles(resolve(settings.stateDir));
    },
    render: await renderers(),
    reportFolder,
    machine: readMachineFacts,
    foresee: (settings, schedule) => worded(settings.project, () => foreseeIn(settings, schedule)),
    install: (files, root) => worded(root, () => installFiles(files, resolve(root))),
    list: listFiles,
    readText: readPackaged,
  };
}

const openLogs: Outside['logs'] = async (paths, names) => {
  const {openTogether} = await import('../disk/alert-logs.ts');
  try {
    const logs = await openTogether(async () => paths);
    return ok(logs.map(log => ({...log, name: names[log.path] ?? log.name})));
  } catch (thrown) {
    return failed(cannotRead(thrown, names));
  }
};

const readableLogs: Outside['readableLogs'] = async given => {
  const piped = await import('../disk/piped-logs.ts');
  try {
    return ok(await piped.readableLogs(given));
  } catch (thrown) {
    return failed(cannotRead(thrown, {}));
  }
};

function cannotRead(thrown: unknown, names: Readonly<Record<string, string>>): Failure {
  const {code = '', path = ''} = thrown as {code?: string; path?: string};
  const reason = LOG_WORDS[code] ?? wordsThrown(thrown);
  return ingestFailure('log-unreadable', {file: names[path] ?? path, reason});
}

const foreignFormat =
  (format: typeof import('../ingest/snort-json/parse-alert.ts').snortJson): Outside['foreignFormat'] =>
  (log, hints) =>
    format({...hints, changedAt: log.changedAt});

const LOG_WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder',
};

async function openAnswers(settings: Settings, wanted: string): Promise<Result<OpenAnswers, Failure>> {
  const {stateFolder} = await import('../disk/state-folder.ts');
  const {openAnswers: answersIn} = await import('../sqlite/answers/open-answers.ts');
  const state = stateFolder(resolve(settings.stateDir));
  const known = await state.trials();
  const name = newestOf(wanted, known);
  if (name === undefined) return failTrial('trial-missing', {trial: wanted, known});
  return ok(answersIn(state.trialStore(name)));
}

async function openCatalogueAnswers(settings: Settings): Promise<Result<CatalogueAnswers, Failure>> {
  const {stateFolder} = await import('../disk/state-folder.ts');
  const {openCatalogueReadOnly} = await import('../sqlite/open-catalogue.ts');
  const {catalogueAnswers} = await import('../sqlite/catalogue/catalogue-questions.ts');
  const db = openCatalogueReadOnly(stateFolder(resolve(settings.stateDir)).catalogue);
  return db ? ok(catalogueAnswers(db)) : failSnapshot('catalogue-missing', {folder: settings.stateDir});
}

/** Where nothing has been taken yet, no arm has a snapshot. */
async function foreseeIn(settings: Settings, schedule: string) {
  const {foresee} = await import('./foresee.ts');
  const catalogue = await worded(settings.stateDir, () => openCatalogueAnswers(settings));
  if (!catalogue.ok && catalogue.failure.kind !== 'catalogue-missing') return catalogue;
  try {
    return await foresee(settings, schedule, catalogue.ok ? catalogue.value.snapshots() : []);
  } finally {
    if (catalogue.ok) catalogue.value.close();
  }
}
