/** The classtypes that Snort 3.11.1 comes with (etc/snort/snort_defaults.lua): name, priority (1 is the highest) and description. */
const DEFAULTS: readonly (readonly [name: string, priority: number, text: string])[] = [
  ['not-suspicious', 3, 'Not Suspicious Traffic'],
  ['unknown', 3, 'Unknown Traffic'],
  ['bad-unknown', 2, 'Potentially Bad Traffic'],
  ['attempted-recon', 2, 'Attempted Information Leak'],
  ['successful-recon-limited', 2, 'Information Leak'],
  ['successful-recon-largescale', 2, 'Large Scale Information Leak'],
  ['attempted-dos', 2, 'Attempted Denial of Service'],
  ['successful-dos', 2, 'Denial of Service'],
  ['attempted-user', 1, 'Attempted User Privilege Gain'],
  ['unsuccessful-user', 1, 'Unsuccessful User Privilege Gain'],
  ['successful-user', 1, 'Successful User Privilege Gain'],
  ['attempted-admin', 1, 'Attempted Administrator Privilege Gain'],
  ['successful-admin', 1, 'Successful Administrator Privilege Gain'],
  ['rpc-portmap-decode', 2, 'Decode of an RPC Query'],
  ['shellcode-detect', 1, 'Executable code was detected'],
  ['string-detect', 3, 'A suspicious string was detected'],
  ['suspicious-filename-detect', 2, 'A suspicious filename was detected'],
  ['suspicious-login', 2, 'An attempted login using a suspicious username was detected'],
  ['system-call-detect', 2, 'A system call was detected'],
  ['tcp-connection', 4, 'A TCP connection was detected'],
  ['trojan-activity', 1, 'A Network Trojan was detected'],
  ['unusual-client-port-connection', 2, 'A client was using an unusual port'],
  ['network-scan', 3, 'Detection of a Network Scan'],
  ['denial-of-service', 2, 'Detection of a Denial of Service Attack'],
  ['non-standard-protocol', 2, 'Detection of a non-standard protocol or event'],
  ['protocol-command-decode', 3, 'Generic Protocol Command Decode'],
  ['web-application-activity', 2, 'Access to a potentially vulnerable web application'],
  ['web-application-attack', 1, 'Web Application Attack'],
  ['misc-activity', 3, 'Misc activity'],
  ['misc-attack', 2, 'Misc Attack'],
  ['icmp-event', 3, 'Generic ICMP event'],
  ['inappropriate-content', 1, 'Inappropriate Content was Detected'],
  ['policy-violation', 1, 'Potential Corporate Privacy Violation'],
  ['default-login-attempt', 2, 'Attempt to login by a default username and password'],
  ['sdf', 2, 'Sensitive Data'],
  ['file-format', 1, 'Known malicious file or file based exploit'],
  ['malware-cnc', 1, 'Known malware command and control traffic'],
  ['client-side-exploit', 1, 'Known client side exploit attempt'],
];

const PRIORITIES: ReadonlyMap<string, number> = new Map(
  DEFAULTS.map(([name, priority]) => [name, priority] as const),
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

/** Returns the description of a classtype, as alert_json has it in `class`; the name if nothing describes it, 'none' for no classtype. */
export function descriptionsWith(
  added: readonly {readonly name: string; readonly text: string}[],
): (classtype: string) => string {
  const texts = new Map(DEFAULTS.map(([name, , text]) => [name, text] as const));
  for (const {name, text} of added) if (text !== '') texts.set(name, text);
  return classtype => (classtype === '' ? 'none' : (texts.get(classtype) ?? classtype));
}
