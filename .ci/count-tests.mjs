import {readFileSync} from 'node:fs';
import {stripVTControlCharacters} from 'node:util';

// vitest's closing line, said again in the plain form: N passed, N failed.
const text = stripVTControlCharacters(readFileSync(process.argv[2], 'utf8'));
const closing = [...text.matchAll(/^\s*Tests\s+(.*)$/gm)].at(-1)?.[1] ?? '';
const count = word => Number(new RegExp(`(\\d+) ${word}`).exec(closing)?.[1] ?? 0);
const [passed, failed, skipped] = ['passed', 'failed', 'skipped'].map(count);
process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
process.exit(passed > 0 && failed === 0 ? 0 : 1);
