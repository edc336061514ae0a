/** Priorities of the classtypes that Snort 3.11.1 comes with (etc/snort/snort_defaults.lua); 1 is the highest. */
const PRIORITIES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    1: `attempted-admin attempted-user client-side-exploit file-format inappropriate-content malware-cnc policy-violation
      shellcode-detect successful-admin successful-user trojan-activity unsuccessful-user web-application-attack`,
    2: `attempted-dos attempted-recon bad-unknown default-login-attempt denial-of-service misc-attack
      non-standard-protocol rpc-portmap-decode sdf successful-dos successful-recon-largescale
      successful-recon-limited suspicious-filename-detect suspicious-login system-call-detect
      unusual-client-port-connection web-application-activity`,
    3: `icmp-event misc-activity network-scan not-suspicious protocol-command-decode string-detect unknown`,
    4: `tcp-connection`,
  }).flatMap(([priority, names]) => names.split(/\s+/).map(name => [name, Number(priority)] as const)),
);

/** Names of the default classtypes. */
export const CLASSTYPES: readonly string[] = [...PRIORITIES.keys()];

/** 1..4; undefined for a classtype that Snort does not know, which it accepts silently and which changes no priority. */
export const priorityOf = (classtype: string): number | undefined => PRIORITIES.get(classtype);

/** The priority that a classtype gives a rule, as far as it gives one. */
export type PriorityOfClass = typeof priorityOf;

/** With classtypes that are added, or have another priority than Snort gives them. */
export function prioritiesWith(
  added: readonly {readonly name: string; readonly priority: number}[],
): PriorityOfClass {
  const own = new Map(added.map(({name, priority}) => [name, priority]));
  return classtype => own.get(classtype) ?? priorityOf(classtype);
}
