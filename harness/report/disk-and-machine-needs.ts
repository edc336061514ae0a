import type {DiskNeed, MachineNeed} from '../calendar/needs.ts';
import {bytes, count, decimal, facts} from '../document/cells.ts';
import type {Block} from '../document/document.ts';

/** Lists the disk space that a trial needs until its end. Assumptions are marked. */
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
      `Disk: alerts (${assumed.alertBytes} bytes each; ASSUMED: ${assumed.alertsPerHour} per hour and arm)`,
      bytes(alertBytes),
    ],
    ['Disk: alert logs (of the same alerts)', bytes(logBytes)],
    ['Disk: reserved free space', bytes(minFreeBytes)],
    ['Disk: needed in total', bytes(need)],
    ['Disk: free now', bytes(freeBytes)],
  ]);

/** Lists the cores and memory that a trial needs and that this machine has. */
export const machineFacts = ({engines, cores, memoryBytes, here}: MachineNeed): Block =>
  facts([
    ['Engines at the same time', count(engines)],
    [
      'Cores they need (2 % of a core for each packet thread of each engine, measured on a honeypot host)',
      decimal(cores),
    ],
    ['Cores here', count(here.cores)],
    ['Memory they need, with ruletrial and tcpdump', bytes(memoryBytes)],
    ['Memory available here', bytes(here.memoryAvailableBytes)],
  ]);

/** Says whether the machine can run the trial: yes, no or unknown. */
export function machineMessage(
  kind: 'rotating' | 'concurrent',
  {affordable, engines}: MachineNeed,
): readonly ['good' | 'warning' | 'note', string] {
  const engineCount = `${engines} ${engines === 1 ? 'engine' : 'engines at the same time'}`;
  const what = kind === 'concurrent' ? engineCount : `${engineCount}, during a handover`;
  const why = 'estimated from Snort with the community rules on a quiet link; more traffic needs more cores';
  if (affordable === undefined)
    return ['note', `It is unknown whether this machine can run ${what}: its free memory cannot be read`];
  const advice =
    kind === 'concurrent' ? 'Use fewer arms, or "kind: rotating"' : 'Use rulesets with fewer rules';
  return affordable
    ? ['good', `This machine can run ${what} (${why})`]
    : ['warning', `This machine cannot run ${what} (${why}). ${advice}`];
}
