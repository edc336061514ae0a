import {join, resolve} from 'node:path';
import type {OpenAnswers} from '../answers/ports.ts';
import {previewSchedule} from '../arms/preview-schedule.ts';
import {tellFailure} from '../cli/all-failures.ts';
import type {CommandDeps, Settings} from '../cli/command-deps.ts';
import {worded} from '../cli/system-failures.ts';
import type {Failure} from '../domain/failure.ts';
import {failed, ok, type Result} from '../domain/result.ts';
import {unreadableLog} from '../ingest/unreadable-log.ts';
import {fail as failSnapshot} from '../snapshots/failures.ts';
import type {CatalogueAnswers} from '../snapshots/questions.ts';
import {findTrial} from '../trial/trials.ts';
import {conductIn} from './conduct.ts';
import {fileTextHere} from './file-text.ts';
import {readMachineFacts} from './machine-facts.ts';
import {importedFormat} from './record-formats.ts';
import {renderers} from './renderers.ts';
import {leaveRequest} from './requests.ts';
import {sourcesToLookAtHere} from './snapshots.ts';
import {systemClock} from './system-clock.ts';

/** Joins the commands' wishes to the real things, each loaded when it is first needed. */
export async function commandDeps(packageFolder: string, version: string): Promise<CommandDeps> {
  const product = {version, demoFolder: join(packageFolder, 'demo')};
  const {reportFolder} = await import('../disk/report-folder.ts');
  const {installFiles, listFiles, readPackaged} = await import('../disk/packaged-files.ts');
  const logs = {logs: openLogs, importedFormat: await importedFormat()};
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
    preview: (settings, schedule) => worded(settings.project, () => previewIn(settings, schedule)),
    install: (files, root) => worded(root, () => installFiles(files, resolve(root))),
    list: listFiles,
    readText: readPackaged,
  };
}

const openLogs: CommandDeps['logs'] = async (paths, names) => {
  const {openTogether} = await import('../disk/alert-logs.ts');
  try {
    const logs = await openTogether(async () => paths);
    return ok(logs.map(log => ({...log, name: names[log.path] ?? log.name})));
  } catch (thrown) {
    return failed(unreadableLog(thrown, names));
  }
};

const readableLogs: CommandDeps['readableLogs'] = async given => {
  const piped = await import('../disk/piped-logs.ts');
  try {
    return ok(await piped.readableLogs(given));
  } catch (thrown) {
    return failed(unreadableLog(thrown, {}));
  }
};

async function openAnswers(settings: Settings, wanted: string): Promise<Result<OpenAnswers, Failure>> {
  const {stateFolder} = await import('../disk/state-folder.ts');
  const {openAnswers: answersIn} = await import('../sqlite/answers/open-answers.ts');
  const state = stateFolder(resolve(settings.stateDir));
  const name = findTrial(wanted, await state.trials());
  return name.ok ? ok(answersIn(state.trialStore(name.value))) : name;
}

async function openCatalogueAnswers(settings: Settings): Promise<Result<CatalogueAnswers, Failure>> {
  const {stateFolder} = await import('../disk/state-folder.ts');
  const {openCatalogueReadOnly} = await import('../sqlite/open-catalogue.ts');
  const {catalogueAnswers} = await import('../sqlite/catalogue/catalogue-questions.ts');
  const db = openCatalogueReadOnly(stateFolder(resolve(settings.stateDir)).catalogue);
  return db ? ok(catalogueAnswers(db)) : failSnapshot('catalogue-missing', {folder: settings.stateDir});
}

/** Takes no lock, so that a daemon may be at work. Where nothing has been taken yet, no arm has a snapshot. */
async function previewIn(settings: Settings, schedule: string) {
  const catalogue = await worded(settings.stateDir, () => openCatalogueAnswers(settings));
  if (!catalogue.ok && catalogue.failure.kind !== 'catalogue-missing') return catalogue;
  try {
    const {readYaml} = await import('../declarations/yaml/read-yaml.ts');
    const {project} = await import('../disk/project.ts');
    const root = resolve(settings.project);
    return await previewSchedule(schedule, {
      declarations: {...project(root), resolve: path => resolve(root, path)},
      readText: readYaml,
      sources: await sourcesToLookAtHere(),
      fileText: fileTextHere,
      snapshots: catalogue.ok ? catalogue.value.snapshots() : [],
      machine: () => readMachineFacts(settings),
      wordsOf: failure => tellFailure(failure).words,
      clock: systemClock,
    });
  } finally {
    if (catalogue.ok) catalogue.value.close();
  }
}
