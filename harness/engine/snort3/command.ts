import {join} from 'node:path';
import {configText, detectionArguments} from '../config-text.ts';
import {STAND_INS} from '../path-for-engine.ts';
import type {ArmConfig, CaptureInput, ListenSpec, RunSpec} from '../ports.ts';
import type {EngineFiles} from '../system-ports.ts';
import type {SnortPlaces} from './find-snort.ts';

/** Gives all other processes priority. */
const LOW_PRIORITY = ['nice', '-n', '19'];

/** Writes the configuration to a folder and returns the part of the command that is the same for all uses. */
export async function configure(
  config: ArmConfig,
  folder: string,
  places: SnortPlaces,
  files: EngineFiles,
  {first = '', rollMiB = 0}: {first?: string; rollMiB?: number} = {},
): Promise<readonly string[]> {
  const {settings, rules} = config;
  const text = first + configText(settings, {defaults: places.defaults, rules: rules.folder}, rollMiB);
  const lua = join(folder, 'ruletrial.lua');
  await files.write(lua, text);
  return [
    places.binary,
    ...(places.daqDir ? ['--daq-dir', places.daqDir] : []),
    // an archive's own configuration includes files relative to its own path; ruletrial's comes after it
    ...(settings.ownConfig ? ['-c', join(rules.folder, settings.ownConfig), '--lua', text] : ['-c', lua]),
    ...(rules.files.some(({kind}) => kind === 'module') ? ['--plugin-path', join(rules.folder, 'so')] : []),
    ...detectionArguments(settings),
  ];
}

/** Writes the configuration, the list of captures and the arguments of a run, and returns its command. */
export async function replayCommand(
  spec: RunSpec,
  places: SnortPlaces,
  files: EngineFiles,
): Promise<readonly string[]> {
  const list = join(spec.folder, 'captures.txt');
  for (const capture of spec.captures) await createStandIn(capture, files);
  await files.write(list, spec.captures.map(capture => `${capture.pathForEngine}\n`).join(''));
  return keepArgv(spec.folder, files, [
    ...(spec.lowPriority ? LOW_PRIORITY : []),
    ...(await configure(spec.config, spec.folder, places, files)),
    ...['-R', spec.config.rules.entry],
    // a list, because -r ends a path at a space; no filter, because the default one skips names without ".*cap"
    ...['--pcap-no-filter', '--pcap-file', list],
    ...['-l', spec.folder],
  ]);
}

/** Creates a stand-in for a capture whose name or form Snort cannot handle. */
async function createStandIn({absolutePath, pathForEngine}: CaptureInput, files: EngineFiles): Promise<void> {
  if (pathForEngine === absolutePath) return;
  if (await files.isGzip(absolutePath)) await files.unpack(absolutePath, pathForEngine);
  else await files.link(absolutePath, pathForEngine);
}

/** Removes the stand-ins of captures after the run. */
export const removeStandIns = (folder: string, files: EngineFiles): Promise<void> =>
  files.remove(join(folder, STAND_INS));

/** Writes the configuration and arguments of a live run, and returns its command. */
export async function listenCommand(
  {config, sensor, folder, rollMiB}: ListenSpec,
  places: SnortPlaces,
  files: EngineFiles,
): Promise<readonly string[]> {
  return keepArgv(folder, files, [
    // when stdout is a file it is block-buffered, and the ready line would come too late
    ...['stdbuf', '-oL'],
    ...(await configure(config, folder, places, files, {rollMiB})),
    ...['-R', config.rules.entry],
    ...['-i', sensor.interface, '--daq', sensor.daq, '--daq-mode', 'passive'],
    // without fanout, every packet thread would see every packet and write every alert
    ...(sensor.threads > 1 ? ['--daq-var', 'fanout_type=hash', '-z', `${sensor.threads}`] : []),
    ...(sensor.filter ? ['--bpf', sensor.filter] : []),
    ...['-l', folder],
  ]);
}

async function keepArgv(
  folder: string,
  files: EngineFiles,
  command: readonly string[],
): Promise<readonly string[]> {
  await files.write(join(folder, 'argv.json'), `${JSON.stringify(command, null, 1)}\n`);
  return command;
}
