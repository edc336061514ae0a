import {minutesAfter} from './nightly-reboot.ts';
import type {Check, MachineFacts} from './ports.ts';

/** How many minutes after a nightly reboot slots may begin: T-Pot waits a minute before it, and the machine needs time to start. */
export const AFTER_REBOOT_MINUTES = 5;

/** Checks what live trials need in addition; the results are notes at most, since captures can be compared without it. */
export const examineLive = (facts: MachineFacts): readonly Check[] => [
  rightsCheck(facts),
  afpacketCheck(facts),
  recorderCheck(facts),
  interfaceCheck(facts),
  pulledporkCheck(facts),
  oinkcodeCheck(facts),
  rebootCheck(facts),
];

function rightsCheck({isRoot, mayCapture, snort}: MachineFacts): Check {
  const check = 'rights to capture';
  const who = isRoot ? 'root' : 'not root';
  if (mayCapture)
    return {check, state: 'good', found: `${who}, with CAP_NET_RAW and CAP_NET_ADMIN`, advice: []};
  const programs = ['found' in snort ? snort.found.binary : 'snort', 'tcpdump'].map(
    program => `sudo setcap cap_net_raw,cap_net_admin=eip "$(readlink -f "$(command -v ${program})")"`,
  );
  return {
    check,
    state: 'note',
    found: `${who}, without CAP_NET_RAW and CAP_NET_ADMIN; what setcap gave to the programs themselves is not seen here`,
    advice: isRoot
      ? ['for live traffic: start the container with --cap-add NET_RAW --cap-add NET_ADMIN']
      : ['for live traffic: run the daemon as root, or give the rights to the programs', ...programs],
  };
}

function afpacketCheck({snort}: MachineFacts): Check {
  const isFound = 'found' in snort && snort.found.daqModules.includes('afpacket');
  return {
    check: 'DAQ afpacket',
    state: isFound ? 'good' : 'note',
    found: isFound ? 'there' : 'found' in snort ? 'not among the DAQ modules' : 'unknown without Snort 3',
    advice:
      isFound || 'missing' in snort
        ? []
        : ['for live traffic: build libdaq with afpacket (Linux alone has it), or say sensor: {daq: pcap}'],
  };
}

const recorderCheck = ({tcpdump}: MachineFacts): Check => ({
  check: 'tcpdump',
  state: tcpdump === undefined ? 'note' : 'good',
  found: tcpdump ?? 'not found: live traffic cannot be recorded',
  advice:
    tcpdump === undefined
      ? ['to record what came, and to replay it: apt install tcpdump, or name it in RULETRIAL_TCPDUMP']
      : [],
});

const interfaceCheck = ({defaultInterface}: MachineFacts): Check => ({
  check: 'default interface',
  state: defaultInterface === undefined ? 'note' : 'good',
  found: defaultInterface ?? 'no default route: sensor: {interface: auto} finds none',
  advice:
    defaultInterface === undefined
      ? ['name the interface of live schedules, such as sensor: {interface: eth0}; see them with: ip link']
      : [],
});

const pulledporkCheck = ({pulledpork}: MachineFacts): Check => ({
  check: 'PulledPork3',
  state: pulledpork === undefined ? 'note' : 'good',
  found: pulledpork ?? 'not found: ruletrial makes the rules of archives itself',
  advice:
    pulledpork === undefined
      ? [
          'to use it: put pulledpork.py on the PATH, or name it in RULETRIAL_PULLEDPORK (it needs python3-requests)',
        ]
      : [],
});

const oinkcodeCheck = ({oinkcode}: MachineFacts): Check => ({
  check: 'OINKCODE',
  state: oinkcode ? 'good' : 'note',
  found: oinkcode ? 'set' : 'not set',
  advice: oinkcode
    ? []
    : ['for the registered rules and LightSPD: export OINKCODE=... (the code of your account on snort.org)'],
});

function rebootCheck({reboot: {found, unreadable}}: MachineFacts): Check {
  const check = 'nightly reboot';
  if (found) {
    const after = minutesAfter(found.pattern, AFTER_REBOOT_MINUTES);
    const advice = after
      ? `let slots begin just after it: "cron: ${after}" with "zone: ${found.zone}"`
      : 'let slots begin just after it, by "cron:" in the schedule';
    return {check, state: 'note', found: `${found.pattern} (${found.zone})`, advice: [advice]};
  }
  const hidden = unreadable.join(', ');
  return {
    check,
    state: hidden ? 'note' : 'good',
    found: hidden
      ? `unknown: this user has no permission to read ${hidden}`
      : 'no crontab reboots this machine',
    advice: hidden ? ['run it once as root to see every crontab: sudo ruletrial doctor'] : [],
  };
}
