import type {DiskNeed, MachineNeed} from '../calendar/needs.ts';
import {bytes, count, decimal, facts} from '../document/cells.ts';
import type {Block} from '../document/document.ts';

/** Disk that a trial takes until its end; what is assumed says so. */
export const diskFacts = ({
  ringBytes,
  alertBytes,
  logBytes,
  assumed,
  minFreeBytes,
  bytes: need,
  freeBytes,
}: DiskNeed & {readonly freeBytes: number | undefined}): Block =>
  facts([
    ['Disk: recording ring', bytes(ringBytes)],
    [
      `Disk: alerts (${assumed.alertBytes} bytes each, ${assumed.alertsPerHour} an hour and arm ASSUMED)`,
      bytes(alertBytes),
    ],
    ['Disk: alert logs (of the same alerts)', bytes(logBytes)],
    ['Disk: to stay free', bytes(minFreeBytes)],
    ['Disk: all together', bytes(need)],
    ['Disk: free now', bytes(freeBytes)],
  ]);

export const machineFacts = ({engines, cores, memoryBytes, here}: MachineNeed): Block =>
  facts([
    ['Engines side by side', count(engines)],
    ['Cores they take (2 % each and packet thread, measured beside a honeypot)', decimal(cores)],
    ['Cores here', count(here.cores)],
    ['Memory they take, with ruletrial and tcpdump', bytes(memoryBytes)],
    ['Memory available here', bytes(here.memoryAvailableBytes)],
  ]);

/** Whether the machine can afford it: yes, no, or not known. */
export function machineWords(
  kind: 'rotating' | 'concurrent',
  {affordable, engines}: MachineNeed,
): readonly ['good' | 'warning' | 'note', string] {
  const beside = `${engines} ${engines === 1 ? 'engine' : 'engines side by side'}`;
  const what = kind === 'concurrent' ? beside : `${beside}, while slots change`;
  const why = 'by what Snort took with the community rules on a quiet line; more traffic takes more cores';
  if (affordable === undefined)
    return ['note', `whether this machine can afford ${what} is unknown: its free memory is not told`];
  const advice = kind === 'concurrent' ? 'Take fewer arms, or kind: rotating' : 'Take arms with fewer rules';
  return affordable
    ? ['good', `Yes: this machine can afford ${what} (${why})`]
    : ['warning', `No: this machine cannot afford ${what} (${why}). ${advice}`];
}
