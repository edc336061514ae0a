import type {SnapshotFailure} from '../failures.ts';

export interface PorkEnd {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

interface Meaning {
  readonly in: 'stdout' | 'stderr';
  readonly pattern: RegExp;
  readonly outage?: true;
  what(found: RegExpExecArray): string;
  readonly advice: string;
}

const BY_HAND = 'Download the archive in a browser and declare it: source: {archive: FILE}';

/** Messages of PulledPork3 v3.0.0.5 when it fails, the most specific first; it prints warnings and errors to stdout. */
const MEANINGS: readonly Meaning[] = [
  {
    in: 'stderr',
    pattern: /No module named '(\w+)'/,
    what: found => `its Python lacks the module ${found[1]}`,
    advice: 'Install it for the python3 that runs PulledPork3 (Debian: python3-requests)',
  },
  {
    in: 'stdout',
    pattern: /(\d{3}) (Client|Server) Error/,
    what: found => `the provider answered ${found[1]}`,
    advice: '', // by status, see below
  },
  {
    in: 'stdout',
    pattern: /CERTIFICATE_VERIFY_FAILED|SSLError/,
    outage: true,
    what: () => "the provider's certificate is not trusted here",
    advice: "Check this machine's clock, certificates and proxy",
  },
  {
    in: 'stdout',
    pattern:
      /Max retries exceeded with url|NewConnectionError|NameResolutionError|ProxyError|Exceeded 30 redirects/,
    outage: true,
    what: () => 'the provider was not reached',
    advice: "Check this machine's network and proxy",
  },
  {
    in: 'stderr',
    pattern: /tarfile\.ReadError|not a gzip file/,
    what: () => 'it received a web page (terms or a sign-in) in place of an archive',
    advice: BY_HAND,
  },
  {
    in: 'stderr',
    pattern: /EOFError: Compressed file ended/,
    outage: true,
    what: () => 'the archive is truncated',
    advice: 'Try again later',
  },
  {
    in: 'stdout',
    pattern: /Unknown ruleset archive folder recieved/,
    what: () => 'it does not know this archive',
    advice: 'Rename the archive to the name that it has on snort.org',
  },
  {
    in: 'stdout',
    pattern: /Setup of the working directory failed/,
    what: () => 'it could not create its working folder',
    advice: 'Check permissions and free space of the state folder',
  },
  {
    in: 'stderr',
    pattern: /KeyError: '([\w.-]+)'/,
    what: found => `it does not know "${found[1]}" as a policy or platform`,
    advice: 'Check "policy:" and "so_platform:" of the ruleset',
  },
  {
    in: 'stderr',
    pattern: /FileNotFoundError: .*?'([^']*)'/,
    what: found => `the archive has no ${(found[1] ?? '').split('/').slice(-3).join('/')}`,
    advice: 'Check "so_platform:" of the ruleset, and whether an antivirus program removed the file',
  },
  {
    in: 'stderr',
    pattern: /UnicodeDecodeError/,
    what: () => 'a rules file contains bytes that are not UTF-8',
    advice: 'Take the archive without PulledPork3: unset RULETRIAL_PULLEDPORK',
  },
  {
    in: 'stdout',
    pattern: /No rulesets were loaded|Rules archive has not been loaded/,
    what: () => 'it loaded no ruleset',
    advice: BY_HAND,
  },
];

/** What Python says of a host that got no request. */
const NOT_CONNECTED =
  /ConnectionPool\(host='([^']+)'[^\n]*(?:NewConnectionError|NameResolutionError|ConnectTimeoutError)/;

/** Temporary status codes, the same as for ruletrial's own downloads. */
const TEMPORARY = /^(5..|403|429)$/;

const BY_STATUS: Readonly<Record<string, string>> = {
  '403': 'Too many requests, or a wrong oinkcode: wait 15 minutes, then look at the code on snort.org',
  '404': 'The file has moved, or snort.org blocks this address for too many requests: wait an hour',
  '422':
    'No snapshot of this name, or a wrong oinkcode: look at both on snort.org, or set "registered_snapshot:"',
  '429': 'Too many requests: wait 15 minutes',
};

/** Says why a run of PulledPork3 failed and what to do; undefined if it made rules. Exit code 0 alone proves nothing. */
export function whyFailed(ruleset: string, end: PorkEnd): SnapshotFailure | undefined {
  const loaded = /Collected Rules:\s+Rules\(loaded:(\d+)/.exec(end.stdout)?.[1];
  if (end.exitCode === 0 && Number(loaded ?? 0) > 0) return undefined;
  for (const meaning of MEANINGS) {
    const found = meaning.pattern.exec(end[meaning.in]);
    if (!found) continue;
    const status = meaning.advice === '' ? (found[1] ?? '') : '';
    const outage = meaning.outage ?? TEMPORARY.test(status);
    const advice = meaning.advice || BY_STATUS[status] || 'Try again later';
    const kind = outage ? 'pulledpork-outage' : 'pulledpork-refused';
    const failure = {ruleset, what: meaning.what(found), advice, status: status ? Number(status) : undefined};
    const [, host] = meaning.outage ? (NOT_CONNECTED.exec(end.stdout) ?? []) : [];
    return outage && host !== undefined
      ? {kind: 'pulledpork-outage', ...failure, notConnectedTo: host}
      : {kind, ...failure};
  }
  const what = `exit code ${end.exitCode}: ${lastLine(end) || 'no output'}`;
  const advice = 'Check this machine with: ruletrial doctor';
  return {kind: 'pulledpork-refused', ruleset, what, advice, status: undefined};
}

const ANSI = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** Removes colours, which PulledPork3 prints even without a terminal. */
export const withoutColour = (text: string): string => text.replace(ANSI, '');

function lastLine({stdout, stderr}: PorkEnd): string {
  const message = /^(?:ERROR|WARNING): (.+)$/m.exec(stdout)?.[1];
  return (message ?? stderr.trimEnd().split('\n').at(-1) ?? '').slice(0, 300);
}
