import {readdirSync, readFileSync} from 'node:fs';
import {stripVTControlCharacters} from 'node:util';

// Checks the log of a run without Snort and PulledPork3: each test file that needs one of them must print that it was
// skipped, and the page tests must not be skipped, since Chromium is installed.
const text = stripVTControlCharacters(readFileSync(process.argv[2], 'utf8'));
const skips = new Set([...text.matchAll(/^skipped: .*$/gm)].map(([line]) => line));
const silent = readdirSync('test', {recursive: true, encoding: 'utf8'})
  .filter(name => /\.(snort|pulledpork)\.test\.ts$/.test(name))
  .filter(name => !skippedBy(readFileSync(`test/${name}`, 'utf8')));
for (const name of silent)
  process.stdout.write(`test/${name} was skipped, and printed no line that says so\n`);
const browser = [...skips].filter(line => line.includes('Chromium'));
for (const line of browser)
  process.stdout.write(`the page tests were skipped though Chromium is here: ${line}\n`);
process.exit(silent.length + browser.length === 0 ? 0 : 1);

/** Whether a line was printed of what the file says that it needs a program for; one that needs none was not skipped. */
function skippedBy(source) {
  if (!/need\(\s*'(?:snort|pulledpork)'/.test(source)) return true;
  const of = /const OF = (['"])(.*?)\1;/.exec(source)?.[2];
  const named = [...source.matchAll(/need\(\s*'(?:snort|pulledpork)',\s*(?:(['"])(.*?)\1|OF)/g)];
  return named.some(([, , words = of]) => [...skips].some(line => line.startsWith(`skipped: ${words}: `)));
}
