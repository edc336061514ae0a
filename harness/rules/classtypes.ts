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

/** 1..4; 1 for a classtype that Snort does not come with, which it accepts silently. */
export const priorityOf = (classtype: string): number => PRIORITIES.get(classtype) ?? 1;
