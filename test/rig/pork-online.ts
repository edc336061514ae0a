import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {tempFolder} from '../fixtures/temp-folder.ts';
import {pulledPork} from './found.ts';

/** Python reads it before PulledPork3 begins: requests to snort.org go to the loopback instead. */
const siteCustomize = (loopback: string) => `LOOPBACK = '${loopback}'
try:
    import requests
    _request = requests.Session.request
    def request(self, method, url, *args, **kwargs):
        for host in ('https://snort.org', 'https://www.snort.org'):
            if url.startswith(host):
                url = LOOPBACK + url[len(host):]
        if not url.startswith(LOOPBACK):
            raise SystemExit('a test asked for ' + url.split('?')[0])
        return _request(self, method, url, *args, **kwargs)
    requests.Session.request = request
except ImportError:
    pass
`;

/** Environment of a real PulledPork3 whose snort.org is at `loopback`. */
export function porkAt(loopback: string): Record<string, string> {
  const folder = join(tempFolder(), 'site');
  mkdirSync(folder);
  writeFileSync(join(folder, 'sitecustomize.py'), siteCustomize(loopback));
  return {PYTHONPATH: folder, RULETRIAL_PULLEDPORK: pulledPork() ?? ''};
}
