import {type FailureOf, failureTable} from '../domain/failure.ts';
import {isoSeconds, type Micros} from '../domain/time.ts';

/** What is known about every failed download; `url` has no query. */
interface Known {
  readonly ruleset: string;
  readonly url: string;
}

/** A refusal by the provider. `variable` is the environment variable with the secret, if the source has one. */
interface Refused extends Known {
  readonly status: number;
  readonly reason: string;
  readonly variable: string | undefined;
}

const source = ({ruleset, url}: Known): string => `rulesets/${ruleset}.yaml: ${url}`;
const answered = (f: Refused): string =>
  `${source(f)} answered ${f.status}${f.reason === '' ? '' : ` (${JSON.stringify(f.reason)})`}`;
const secretOf = (variable: string | undefined): string =>
  variable === undefined ? '' : `, and check that ${variable} holds your oinkcode as shown on snort.org`;
const byHand = (name: string): string => `put ${name} into rulesets/manual/`;

/** Temporary failures exit with 6, those that the user must fix with 4. */
export const downloadFailures = failureTable({
  'download-no-snapshot': {
    exit: 4,
    say: (f: Refused) =>
      `${answered(f)}: no such snapshot exists for this Snort version, or the oinkcode is wrong. ` +
      `Compare the file's name with those that snort.org offers${secretOf(f.variable)}`,
  },
  'download-not-found': {
    exit: 4,
    say: (f: Refused) =>
      `${answered(f)}: it has moved, or the provider has blocked this machine's address. ` +
      'Try it in a browser on this machine, and correct the address in the declaration',
  },
  'download-refused': {
    exit: 4,
    say: (f: Refused) => `${answered(f)}. Expected 200. Try the address in a browser${secretOf(f.variable)}`,
  },
  'download-web-page': {
    exit: 4,
    say: (f: Known & {page: string; title: string; name: string}) =>
      `${source(f)} led to a web page, ${f.page}${f.title === '' ? '' : ` (${JSON.stringify(f.title)})`}, not to ${f.name}: ` +
      'terms to accept or a sign-in page, which needs a person. ' +
      `Open it in a browser, download the file and ${byHand(f.name)}`,
  },
  'download-redirect': {
    exit: 4,
    say: (f: Known & {reason: string}) =>
      `${source(f)} redirects to an address that ruletrial does not follow: ${f.reason}. Check whether the address has changed`,
  },
  'download-too-large': {
    exit: 4,
    say: (f: Known & {limit: number; name: string}) =>
      `${source(f)} sent more than ${f.limit} bytes, far more than ${f.name} should have. Check the address`,
  },
  'download-not-gzip': {
    exit: 4,
    say: (f: Known & {name: string}) =>
      `${source(f)} sent no gzip archive, or a damaged one. Expected ${f.name}. Check the address`,
  },
  'download-empty': {
    exit: 4,
    say: (f: Known & {name: string}) =>
      `${source(f)} sent an empty file. Expected ${f.name}. Try the address in a browser`,
  },
  'download-throttled': {
    exit: 6,
    say: (f: Refused & {until: Micros}) =>
      `${answered(f)}: it accepts no more requests for now. No request will be made before ${isoSeconds(f.until)}. ` +
      `Wait until then; if it continues, check whether others use this address${secretOf(f.variable)}`,
  },
  'download-too-soon': {
    exit: 6,
    say: (f: Known & {until: Micros; reason: string}) =>
      `${source(f)} was not fetched: ${f.reason}, nothing cached. Next try after ${isoSeconds(f.until)}`,
  },
  'download-outage': {
    exit: 6,
    say: (f: Known & {status: number}) =>
      `${source(f)} answered ${f.status}: the provider has a problem. ${LATER}`,
  },
  'download-network': {
    exit: 6,
    say: (f: Known & {reason: string}) =>
      `${source(f)} cannot be reached: ${f.reason}. Check this machine's network and clock`,
  },
  'download-timeout': {
    exit: 6,
    say: (f: Known & {seconds: number}) =>
      `${source(f)} did not answer completely within ${f.seconds} seconds. ${LATER}`,
  },
  'download-cut-off': {
    exit: 6,
    say: (f: Known & {gotBytes: number; expectedBytes: number | undefined}) =>
      `${source(f)} was cut off after ${f.gotBytes} bytes` +
      `${f.expectedBytes === undefined ? '' : ` of ${f.expectedBytes}`}. ${LATER}`,
  },
  'download-stopped': {
    exit: 6,
    say: (f: Known) => `${source(f)}: the download was stopped. The previous copy is kept. ${LATER}`,
  },
});

const LATER = 'Run the same command again in an hour';

export type DownloadFailure = FailureOf<typeof downloadFailures>;
