import {spawnSync} from 'node:child_process';

/** The packages that R finds, or `undefined` where there is no R; Debian: r-base-core, r-cran-survey, r-cran-vegan. */
function packagesOfR(): ReadonlySet<string> | undefined {
  const {status, stdout} = spawnSync('Rscript', ['-e', 'cat(rownames(installed.packages()))'], {
    encoding: 'utf8',
  });
  return status === 0 ? new Set(stdout.split(' ')) : undefined;
}

const packages = packagesOfR();

/** Whether R has these packages; prints one line about what is missing. */
export function hasR(...needed: readonly string[]): boolean {
  const missing = packages ? needed.filter(one => !packages.has(one)) : ['R'];
  if (missing.length > 0)
    process.stderr.write(`compares nothing with R: ${missing.join(', ')} not found (Debian: r-base-core)\n`);
  return missing.length === 0;
}

/** Writes numbers as a vector of R. */
export const vector = (values: readonly number[]): string => `c(${values.join(',')})`;

/** Runs lines of R, and returns what each call of `say(...)` in them gave: a line of numbers each. */
export function fromR(lines: readonly string[]): readonly (readonly number[])[] {
  const script = ['say <- function(x) cat(sprintf("%.17g", x), "\\n")', ...lines].join('\n');
  const {status, stdout, stderr} = spawnSync('Rscript', ['-'], {input: script, encoding: 'utf8'});
  if (status !== 0) throw new Error(`R failed: ${stderr}`);
  return stdout
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/).map(toNumber));
}

const toNumber = (text: string): number => Number(text.replace('Inf', 'Infinity'));
