import {join} from 'node:path';
import {describeFailure} from '../cli/all-failures.ts';
import type {Settings} from '../cli/command-deps.ts';
import {SEE_DOCTOR} from '../engine/failures.ts';
import type {MachineFacts} from '../machine/ports.ts';
import {findSnortHere, tcpdumpHere} from './engines.ts';
import {pulledPorkHere} from './snapshots.ts';
import {systemClock} from './system-clock.ts';

/** Reads the facts about this machine for doctor and for the preview of a live trial. */
export async function readMachineFacts({stateDir}: Settings): Promise<MachineFacts> {
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
  };
}

/** Finds Snort, or says what is wrong with the one that was looked for. */
export async function readSnortFacts(): Promise<MachineFacts['snort']> {
  const found = await findSnortHere(undefined);
  return found.ok
    ? {found: found.value}
    : {missing: describeFailure(found.failure).message.replace(`. ${SEE_DOCTOR}`, '')};
}
