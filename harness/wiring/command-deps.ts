import {join, resolve} from 'node:path';
import type {CommandDeps} from '../cli/command-deps.ts';
import {catchSystemFailures} from '../cli/system-failures.ts';
import {stateHere} from './state-here.ts';

/** Provides commands with what they may use from outside; rooms are loaded when a command first needs them. */
export async function commandDeps(packageFolder: string, version: string): Promise<CommandDeps> {
  const program = [process.execPath, join(packageFolder, 'dist', 'harness', 'main.js')];
  const product = {version, demoFolder: join(packageFolder, 'demo'), program};
  const {reportFolder} = await import('../disk/report-folder.ts');
  const {renderers} = await import('./renderers.ts');
  return {
    ...product,
    async readableLogs(given) {
      const {readableLogs} = await import('./logs.ts');
      return readableLogs(given);
    },
    async conduct(settings, say, work) {
      const {conductIn} = await import('./conduct.ts');
      return conductIn(product, settings, say, work);
    },
    async inspect(settings, say, work) {
      const {inspectIn} = await import('./conduct.ts');
      return inspectIn(product, settings, say, work);
    },
    async request(settings, kind, what, say) {
      const {sendRequest} = await import('./requests.ts');
      return sendRequest(settings, kind, what, say);
    },
    async conducted(settings) {
      const {isLocked} = await import('../sqlite/lock.ts');
      return isLocked((await stateHere(settings)).lock);
    },
    async trials(settings) {
      return (await stateHere(settings)).trials();
    },
    async declared(settings, kind) {
      const {project} = await import('../disk/project.ts');
      return project(resolve(settings.project)).names(kind);
    },
    async answers(settings, trial) {
      const {openAnswers} = await import('./answers.ts');
      return catchSystemFailures(trial, () => openAnswers(settings, trial));
    },
    async catalogue(settings) {
      const {openCatalogueAnswers} = await import('./answers.ts');
      return catchSystemFailures(settings.stateDir, () => openCatalogueAnswers(settings));
    },
    async snapshotFiles(settings) {
      const {snapshotFiles} = await import('../disk/snapshot-files.ts');
      return snapshotFiles(resolve(settings.stateDir));
    },
    render: await renderers(),
    reportFolder,
    ...declarations,
    ...thisMachine,
    ...packagedFiles,
  };
}

/** What commands ask of this machine. */
const thisMachine: Pick<CommandDeps, 'snort' | 'machine' | 'openFile'> = {
  async snort() {
    const {readSnortFacts} = await import('./machine-facts.ts');
    return readSnortFacts();
  },
  async machine(settings) {
    const {readMachineFacts} = await import('./machine-facts.ts');
    return readMachineFacts(settings);
  },
  async openFile(path) {
    const {openFile} = await import('../process/open-file.ts');
    return openFile(path);
  },
};

/** What the declarations of a project say. */
const declarations: Pick<CommandDeps, 'preview' | 'scheduleChanges'> = {
  async preview(settings, schedule) {
    const {previewIn} = await import('./preview.ts');
    return catchSystemFailures(settings.project, () => previewIn(settings, schedule));
  },
  async scheduleChanges(settings, trial) {
    const {declarationsHere} = await import('./declarations.ts');
    const {changesAndRemedy} = await import('../arms/schedule-changes.ts');
    const {projectOf} = await import('../disk/project.ts');
    const project = projectOf(trial.plan.project, settings);
    return changesAndRemedy(trial, await declarationsHere({project}));
  },
};

/** Access to files of the package, and copies of them in a project. */
const packagedFiles: Pick<CommandDeps, 'install' | 'list' | 'readText'> = {
  async install(files, root) {
    const {installFiles} = await import('../disk/packaged-files.ts');
    return catchSystemFailures(root, () => installFiles(files, resolve(root)));
  },
  async list(folder) {
    const {listFiles} = await import('../disk/packaged-files.ts');
    return listFiles(folder);
  },
  async readText(path) {
    const {readPackaged} = await import('../disk/packaged-files.ts');
    return readPackaged(path);
  },
};
