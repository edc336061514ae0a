import type {Check, Listener, TPotFacts} from './ports.ts';

/** T-Pot's requirement for free disk space (README of tpotce). */
const NEEDED_BYTES = 128e9;

/** TCP ports of T-Pot's standard edition (compose/standard.yml of tpotce). */
const TCP_PORTS = new Set([
  ...[
    20, 21, 22, 23, 25, 42, 80, 81, 104, 110, 135, 143, 443, 445, 465, 587, 631, 993, 995, 1025, 1080, 1433,
  ],
  ...[1723, 1883, 2087, 2404, 2575, 3000, 3306, 3389, 5060, 5432, 5555, 5900, 6379, 8080, 8443, 9100, 9200],
  ...[10001, 11112, 27017, 50100, 64294, 64297],
]);
const UDP_PORTS = new Set([69, 161, 623, 5000, 5060]);

/** Programs that publish the ports of T-Pot's own containers, and honeypots that run on the host's network. */
const OWN_PROGRAMS = new Set(['docker-proxy', 'dockerd', 'rootlesskit', 'honeytrap', 'glutton', 'nginx']);

/** Checks what keeps T-Pot from starting: disk space, the user of its web interface, and ports that are taken. */
export const examineTPot = (facts: TPotFacts): readonly Check[] => [
  diskCheck(facts),
  webUserCheck(facts),
  portsCheck(facts),
];

function diskCheck({dataFolder, freeBytes}: TPotFacts): Check {
  const check = 'T-Pot: disk';
  if (freeBytes === undefined)
    return {
      check,
      state: 'note',
      found: `${dataFolder} cannot be read`,
      advice: ['run it as root: sudo ruletrial doctor'],
    };
  const free = `${(freeBytes / 1e9).toFixed(0)} GB free for ${dataFolder}`;
  return freeBytes >= NEEDED_BYTES
    ? {check, state: 'good', found: free, advice: []}
    : {
        check,
        state: 'note',
        found: `${free}; T-Pot asks for 128 GB`,
        advice: ['enlarge the disk, or keep logs for a shorter time: TPOT_PERSISTENCE_CYCLES in .env'],
      };
}

const HOW_TO_SET =
  'set WEB_USER in .env to the base64 form of an htpasswd line: htpasswd -n -b USER PASSWORD | base64 -w0';

function webUserCheck({envFile, type, webUser}: TPotFacts): Check {
  const check = 'T-Pot: WEB_USER';
  if (type !== 'HIVE') return {check, state: 'good', found: `not needed: TPOT_TYPE is ${type}`, advice: []};
  if (webUser === '') {
    const advice = [HOW_TO_SET, 'on a sensor or mobile installation, set TPOT_TYPE instead'];
    return {check, state: 'bad', found: `empty in ${envFile}, so no container of T-Pot starts`, advice};
  }
  const users = webUser.split(' ').map(one => Buffer.from(one, 'base64').toString('utf8'));
  const isRight = users.every(line => /^[^:\s]+:\S+\s*$/.test(line));
  return isRight
    ? {check, state: 'good', found: users.length === 1 ? 'one user' : `${users.length} users`, advice: []}
    : {check, state: 'bad', found: `not base64 of an htpasswd line in ${envFile}`, advice: [HOW_TO_SET]};
}

function portsCheck({listeners}: TPotFacts): Check {
  const check = 'T-Pot: ports';
  const taken = listeners.filter(
    ({protocol, port, program}) =>
      (protocol === 'tcp' ? TCP_PORTS : UDP_PORTS).has(port) && !OWN_PROGRAMS.has(program ?? ''),
  );
  if (taken.length === 0)
    return {check, state: 'good', found: 'no other program has one of them', advice: []};
  const advice = ['stop or move these programs: T-Pot does not start if one of its ports is taken'];
  if (taken.some(({program}) => program === undefined))
    advice.push('see every program: sudo ruletrial doctor');
  return {check, state: 'note', found: `taken: ${taken.map(nameOf).join(', ')}`, advice};
}

const nameOf = ({port, protocol, program}: Listener): string =>
  `${port}/${protocol} by ${program ?? 'an unknown program'}`;
