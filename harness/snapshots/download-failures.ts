import {type FailureOf, failureTable} from '../domain/failure.ts';
import {isoSeconds, type Micros} from '../domain/time.ts';

/** What every failed download knows; `url` without its query. */
interface Known {
  readonly ruleset: string;
  readonly url: string;
}

/** `variable`: the environment variable that holds the secret; undefined where the source has none. */
interface Refused extends Known {
  readonly status: number;
  readonly why: string;
  readonly variable: string | undefined;
}

const of = ({ruleset, url}: Known): string => `rulesets/${ruleset}.yaml: ${url}`;
const answered = (f: Refused): string =>
  `${of(f)} answered ${f.status}${f.why === '' ? '' : ` (${JSON.stringify(f.why)})`}`;
const secretOf = (variable: string | undefined): string =>
  variable === undefined ? '' : `, and whether ${variable} holds your oinkcode as snort.org shows it`;
const byHand = (name: string): string => `put ${name} into rulesets/manual/`;

/** Kinds that pass by themselves exit with 6, those that a person must mend with 4. */
export const downloadFailures = failureTable({
  'download-no-snapshot': {
    exit: 4,
    say: (f: Refused) =>
      `${answered(f)}: there is no such snapshot for this Snort, or the oinkcode is wrong. ` +
      `Look at the file's name against those that snort.org offers${secretOf(f.variable)}`,
  },
  'download-not-found': {
    exit: 4,
    say: (f: Refused) =>
      `${answered(f)}: it has moved, or the provider has blocked this machine's address. ` +
      'Look whether a browser on this machine gets it, and mend the address in the declaration',
  },
  'download-refused': {
    exit: 4,
    say: (f: Refused) =>
      `${answered(f)}. Expected 200. Look at the address in a browser${secretOf(f.variable)}`,
  },
  'download-web-page': {
    exit: 4,
    say: (f: Known & {page: string; title: string; name: string}) =>
      `${of(f)} led to a web page, ${f.page}${f.title === '' ? '' : ` (${JSON.stringify(f.title)})`}, not to ${f.name}: ` +
      'terms to accept or a page to sign in, which only a person may do. ' +
      `Look at it in a browser, download the file there and ${byHand(f.name)}`,
  },
  'download-redirect': {
    exit: 4,
    say: (f: Known & {why: string}) =>
      `${of(f)} redirects where ruletrial does not follow: ${f.why}. Look whether the address has changed`,
  },
  'download-too-large': {
    exit: 4,
    say: (f: Known & {limit: number; name: string}) =>
      `${of(f)} gives more than ${f.limit} bytes, which ${f.name} never has. Look whether the address is right`,
  },
  'download-not-gzip': {
    exit: 4,
    say: (f: Known & {name: string}) =>
      `${of(f)} gave no gzip archive, or a damaged one. Expected ${f.name}. Look whether the address is right`,
  },
  'download-empty': {
    exit: 4,
    say: (f: Known & {name: string}) =>
      `${of(f)} gave an empty file. Expected ${f.name}. Look at the address in a browser`,
  },
  'download-throttled': {
    exit: 6,
    say: (f: Refused & {until: Micros}) =>
      `${answered(f)}: it wants no more requests for now. Nothing is asked of it before ${isoSeconds(f.until)}. ` +
      `Wait until then; if it goes on, look whether others use this address${secretOf(f.variable)}`,
  },
  'download-too-soon': {
    exit: 6,
    say: (f: Known & {until: Micros; why: string}) =>
      `${of(f)} was not fetched: ${f.why}, and there is no copy from before. Wait until ${isoSeconds(f.until)}`,
  },
  'download-outage': {
    exit: 6,
    say: (f: Known & {status: number}) =>
      `${of(f)} answered ${f.status}: the provider is out of order. ${LATER}`,
  },
  'download-network': {
    exit: 6,
    say: (f: Known & {why: string}) =>
      `${of(f)} cannot be reached: ${f.why}. Look at the network and the clock of this machine`,
  },
  'download-timeout': {
    exit: 6,
    say: (f: Known & {seconds: number}) => `${of(f)}: ${f.seconds} seconds went by without an end. ${LATER}`,
  },
  'download-cut-off': {
    exit: 6,
    say: (f: Known & {gotBytes: number; expectedBytes: number | undefined}) =>
      `${of(f)} was cut off after ${f.gotBytes} bytes` +
      `${f.expectedBytes === undefined ? '' : ` of ${f.expectedBytes}`}. ${LATER}`,
  },
  'download-stopped': {
    exit: 6,
    say: (f: Known) => `${of(f)}: the download was stopped. What was there before stays. ${LATER}`,
  },
});

const LATER = 'Wait, and run the same command an hour later';

export type DownloadFailure = FailureOf<typeof downloadFailures>;
