import type {ArmFailure} from '../../harness/arms/failures.ts';
import type {CliFailure} from '../../harness/cli/failures.ts';
import type {DaemonFailure} from '../../harness/daemon/failures.ts';
import type {DeclarationFailure} from '../../harness/declarations/failures.ts';
import type {EngineFailure} from '../../harness/engine/failures.ts';
import type {IngestFailure} from '../../harness/ingest/failures.ts';
import type {LiveFailure} from '../../harness/live/failures.ts';
import type {DownloadFailure} from '../../harness/snapshots/download-failures.ts';
import type {SnapshotFailure} from '../../harness/snapshots/failures.ts';
import type {TrialFailure} from '../../harness/trial/failures.ts';

type AnyFailure =
  | ArmFailure
  | CliFailure
  | DaemonFailure
  | DeclarationFailure
  | DownloadFailure
  | EngineFailure
  | IngestFailure
  | LiveFailure
  | SnapshotFailure
  | TrialFailure;

/** What is known of each kind of failure; the compiler asks for a kind that is not here. */
type Facts = {readonly [Kind in AnyFailure['kind']]: Omit<Extract<AnyFailure, {kind: Kind}>, 'kind'>};

const complaint = {line: 3, key: 'kind', expected: 'replay', found: '"rotate"', advice: ''};
const place = {file: 'schedules/example.yaml', line: 9};

const source = {ruleset: 'broad', url: 'https://snort.org/rules/Talos_LightSPD.tar.gz'};
const refused = {...source, reason: 'Not so', variable: 'RULETRIAL_OINKCODE'};
const archive = {...source, name: 'Talos_LightSPD.tar.gz'};
const until = 1_780_000_000_000_000;

/** Facts without an advice of their own, so that what is tested is what the table says. */
const facts: Facts = {
  usage: {reason: 'unknown argument', command: 'report'},
  'arm-missing': {trial: 'example-1', arm: 'brod', arms: ['broad']},
  'nothing-to-check': {folder: '.'},
  'cannot-open': {path: 'reports/example-1/report.html', reason: 'xdg-open is not installed'},
  'already-there': {file: 'schedules/example.yaml'},
  unexpected: {reason: 'the sky fell'},
  'declaration-invalid': {file: 'schedules/example.yaml', complaints: [complaint]},
  'declaration-missing': {what: 'schedule', name: 'x', file: 'schedules/x.yaml', known: ['example']},
  'declaration-unreadable': {file: 'schedules/x.yaml', reason: 'EIO'},
  'engine-not-found': {path: 'snort', reason: 'no such program'},
  'engine-too-old': {path: 'snort', version: '2.9.20'},
  'engine-defaults-missing': {path: 'snort', looked: ['etc/snort/snort.lua']},
  'daq-missing': {path: 'snort', module: 'pcap'},
  'rules-rejected': {
    arm: 'broad',
    refused: [{rule: '1:2:3', file: 'my.rules', line: 1, reason: 'unknown rule option'}],
    count: 3,
    dialect: 'They seem to be Snort 2 rules',
  },
  'rule-counts-differ': {arm: 'broad', ours: 4, snorts: 10, onlyOurs: ['1:5'], onlySnorts: ['1:6']},
  'rules-unread': {
    ruleset: 'broad',
    unread: [{file: 'my.rules', line: 7, reason: 'the rule does not end', id: '1:8:9'}],
    count: 5,
    seen: 90,
    dialect: 'They seem to be Suricata rules',
  },
  'rules-encoding': {ruleset: 'broad', file: 'my.rules', encoding: 'UTF-16 (little endian)'},
  'tuning-refused': {
    ruleset: 'broad',
    file: 'disablesid.conf',
    line: 3,
    text: 'VRT-web',
    reason: 'expected gid:sid',
  },
  'config-rejected': {arm: 'broad', reason: 'a syntax error'},
  'check-timeout': {arm: 'broad', seconds: 300},
  'smoke-run-failed': {arm: 'broad', alerts: 0, reason: ''},
  'engine-not-started': {arm: 'broad', reason: 'the process could not be created'},
  'recorded-run-missing': {arm: 'broad', folder: 'bundled', missing: 'no run of captures/x.pcap'},
  'recorded-run-broken': {file: 'recorded/broad/recording.json', reason: 'of another form'},
  'catalogue-broken': {file: '.ruletrial/catalogue.db', reason: 'file is not a database'},
  'not-a-log': {
    ...{file: 'syslog', lines: 20, found: '"Jan  1"', record: 'an alert_json record'},
    ...{is: 'is not an alert_json log', next: "Expected the file that Snort's alert_json logger writes"},
  },
  'log-unreadable': {file: 'alert_json.txt', reason: 'there is no such file'},
  'log-undecided': {file: 'day2.json', known: 'day1.json', reason: '3 lines of that log are in it'},
  'log-not-known': {wanted: 'day0.json', known: ['day1.json']},
  'nothing-taken-in': {files: ['alert_json.txt'], waiting: 40},
  'source-missing': {
    ruleset: 'broad',
    path: 'x.rules',
    expected: 'a rules file',
    reason: 'there is no such file',
  },
  'source-empty': {ruleset: 'broad', path: 'rules'},
  'archive-refused': {ruleset: 'broad', path: 'x.tar.gz', reason: 'it is empty'},
  'include-refused': {ruleset: 'broad', file: 'my.rules', line: 1, target: '../x', reason: 'it lies outside'},
  'ruleset-too-large': {ruleset: 'broad', path: 'rules', bytes: 900_000_000, limit: 536_870_912},
  'snapshot-missing': {ruleset: 'broad', digest: 'a'.repeat(64), path: '001.rules'},
  'layout-refused': {
    ruleset: 'x',
    path: 'x.tar.gz',
    claimed: 'community',
    reason: 'it is the lightspd archive',
  },
  'manual-missing': {ruleset: 'x', path: 'rulesets/manual/list.txt', from: 'https://snort.org/downloads'},
  'catalogue-missing': {folder: '.ruletrial'},
  'snapshot-unknown': {name: 'x~9', reason: 'x has 2 snapshots'},
  'rule-unknown': {rule: '1:498'},
  'snapshot-not-taken': {ruleset: 'community'},
  'ruleset-unavailable': {ruleset: 'lightspd', reason: 'OINKCODE is not set'},
  'pulledpork-refused': {ruleset: 'x', what: 'it loaded no ruleset', advice: 'Look again', status: undefined},
  'pulledpork-outage': {
    ruleset: 'x',
    what: 'the provider answered 503',
    advice: 'Try again later',
    status: 503,
  },
  'no-rule-enabled': {ruleset: 'x', rules: 12, reason: 'all of them are commented out'},
  'list-lines-refused': {
    ...{ruleset: 'x', file: 'list.txt', bad: 2, lines: 9, line: 3, text: '<html>'},
    advice: 'Fix the list',
  },
  'list-empty': {ruleset: 'x', file: 'list.txt'},
  shrunk: {ruleset: 'x', what: 'rules', now: 10, before: 4022, share: 0.2},
  'download-no-snapshot': {...refused, status: 422},
  'download-not-found': {...refused, status: 404, variable: undefined},
  'download-refused': {...refused, status: 400, reason: ''},
  'download-web-page': {...archive, page: 'https://snort.org/users/sign_in', title: 'Sign in'},
  'download-redirect': {...source, reason: 'in a circle, or too often'},
  'download-too-large': {...archive, limit: 536_870_912},
  'download-not-gzip': archive,
  'download-empty': archive,
  'download-throttled': {...refused, status: 429, until},
  'download-too-soon': {...source, until, reason: 'snort.org takes 3 requests in 5 minutes'},
  'download-outage': {...source, status: 503},
  'download-network': {...source, reason: 'its name cannot be resolved (DNS) (ENOTFOUND)'},
  'download-timeout': {...source, seconds: 60},
  'download-cut-off': {...source, gotBytes: 10, expectedBytes: undefined},
  'download-stopped': source,
  'trial-missing': {trial: 'x', known: ['example-1']},
  'trial-name': {name: 'My Trial'},
  'trial-sealed': {trial: 'mine-1'},
  'trial-kind': {trial: 'mine-1', found: 'ingested', expected: 'replay'},
  'schedule-kind': {...place, schedule: 'daily', expected: 'replay', found: 'rotating'},
  'trial-broken': {trial: 'example-1', reason: 'file is not a database'},
  'take-stopped': {ruleset: 'broad'},
  'trial-interrupted': {trial: 'example-1', schedule: 'example'},
  'arm-twice': {...place, arm: 'broad'},
  'baseline-missing': {...place, baseline: 'brod', arms: ['broad']},
  'captures-missing': {...place, entry: 'pcaps', reason: 'there is no such file or folder'},
  'engine-changed': {trial: 'example-1', arm: 'broad', planned: 'snort3 3.11.1.0', found: 'snort3 3.12.0.0'},
  'capture-changed': {path: 'captures/a.pcap', reason: 'its bytes have changed'},
  'state-locked': {folder: '.ruletrial'},
  'state-unwritable': {folder: '.ruletrial', reason: 'this user cannot write there'},
  'disk-full': {folder: '.ruletrial', freeBytes: 1_048_576},
  'interface-missing': {...place, name: 'eth9'},
  'recorder-missing': place,
  'no-arm-available': {arms: ['broad']},
  'nothing-recorded': {trial: 'daily-1', slots: 'slots 3 to 7'},
  'already-conducted': {schedule: 'daily'},
  'filter-refused': {file: 'schedules/daily.yaml', filter: 'not prt 1', reason: 'syntax error'},
  'not-conducted': {trial: 'daily-1', reason: 'it is not running'},
  'report-not-written': {trial: 'daily-1', reason: 'cannot write in reports/daily-1: not a directory'},
  'no-live-schedule': {known: ['example']},
  'webhook-silent': {reason: 'it answered 503'},
  'captures-abandoned': {trial: 'example-2', captures: 2},
  'rerun-unfinished': {trial: 'example-2', schedule: 'example'},
  'rerun-differs': {trial: 'example-2', of: 'example-1', differences: 1},
};

/** Every kind of failure as a room would return it. */
export const samples: readonly {readonly kind: string}[] = Object.entries(facts).map(([kind, known]) => ({
  kind,
  ...known,
}));
