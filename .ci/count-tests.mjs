import {readFileSync} from 'node:fs';
import {stripVTControlCharacters} from 'node:util';

// The closing lines of all runs of vitest, said again in the plain form: N passed, N failed.
const text = stripVTControlCharacters(readFileSync(process.argv[2], 'utf8'));
const closings = [...text.matchAll(/^\s*Tests\s+(.*)$/gm)].map(([, closing]) => closing);
const count = word =>
  closings.reduce((sum, closing) => sum + Number(new RegExp(`(\\d+) ${word}`).exec(closing)?.[1] ?? 0), 0);
const [passed, failed] = ['passed', 'failed'].map(count);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(passed > 0 && failed === 0 ? 0 : 1);
