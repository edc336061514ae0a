// Runs the tests on each supported version of Node.js, in a clean copy of the checkout.
// The npm package node-PLATFORM-ARCH holds the binary and the headers, so that better-sqlite3 is built for that version.
// Usage: npm run test:nodes [-- VERSION...] [-- arguments of vitest]; prints one line for each version.
import {execFileSync, spawnSync} from 'node:child_process';
import {chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, join, resolve} from 'node:path';

const VERSIONS = ['20', '22', '24', '26'];

const checkout = resolve(import.meta.dirname, '..');
const given = process.argv.slice(2);
const wanted = given.filter(word => /^\d+(\.\d+)*$/.test(word));
const forVitest = given.filter(word => !wanted.includes(word));

let failed = false;
for (const version of wanted.length > 0 ? wanted : VERSIONS) {
  const scratch = mkdtempSync(join(tmpdir(), `ruletrial-node-${version}-`));
  // one test runs the harness as another user
  chmodSync(scratch, 0o755);
  try {
    if (!testOn(version, scratch)) failed = true;
  } finally {
    rmSync(scratch, {recursive: true, force: true});
  }
}
process.exitCode = failed ? 1 : 0;

/** Tests one version in an empty folder; says how it went, and whether all is well. */
function testOn(version, scratch) {
  const nodeFolder = installNode(version, scratch);
  if (!nodeFolder) return told(`Node ${version}: its package cannot be installed`, false);
  const env = {
    ...process.env,
    PATH: `${join(nodeFolder, 'bin')}${delimiter}${process.env.PATH}`,
    npm_config_nodedir: nodeFolder,
  };
  const exact = execFileSync('node', ['--version'], {env, encoding: 'utf8'}).trim().slice(1);
  const copy = join(scratch, 'checkout');
  copyCheckout(copy);
  const installed = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {cwd: copy, env, encoding: 'utf8'});
  if (installed.status !== 0) {
    process.stdout.write(`${installed.stdout}${installed.stderr}`);
    return told(`Node ${exact}: npm ci failed, so nothing was tested`, false);
  }
  return runTests(exact, copy, env, join(scratch, 'result.json'));
}

function installNode(version, scratch) {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const prefix = join(scratch, 'node');
  const done = spawnSync(
    'npm',
    ['install', '--prefix', prefix, '--no-audit', '--no-fund', '--ignore-scripts', `${name}@${version}`],
    {encoding: 'utf8'},
  );
  if (done.status === 0) return join(prefix, 'node_modules', name);
  process.stdout.write(`${done.stdout}${done.stderr}`);
  return undefined;
}

/** Copies every file that git tracks or would track, as it is now, and links the shared data beside the copy. */
function copyCheckout(copy) {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: checkout,
    encoding: 'utf8',
  });
  for (const file of listed.split('\0')) {
    const from = join(checkout, file);
    if (file && existsSync(from)) cpSync(from, join(copy, file));
  }
  const shared = join(checkout, '..', 'shared');
  if (existsSync(shared)) symlinkSync(shared, join(copy, '..', 'shared'));
}

function runTests(exact, copy, env, resultFile) {
  const began = Date.now();
  const done = spawnSync(
    'npx',
    ['vitest', 'run', ...forVitest, '--reporter=json', `--outputFile=${resultFile}`],
    {cwd: copy, env, encoding: 'utf8', maxBuffer: 1024 ** 3},
  );
  const seconds = Math.round((Date.now() - began) / 1000);
  if (!existsSync(resultFile)) {
    process.stdout.write(`${done.stdout}${done.stderr}`);
    return told(`Node ${exact}: the tests did not run to their end, ${seconds} s`, false);
  }
  const result = JSON.parse(readFileSync(resultFile, 'utf8'));
  for (const file of result.testResults) {
    const broken = file.assertionResults.filter(({status}) => status === 'failed');
    for (const {fullName, failureMessages} of broken)
      process.stdout.write(
        `${file.name.slice(copy.length + 1)}: ${fullName}\n${failureMessages.join('\n')}\n`,
      );
    if (file.status === 'failed' && broken.length === 0)
      process.stdout.write(`${file.name}: ${file.message}\n`);
  }
  if (done.status !== 0 && result.success) process.stdout.write(`${done.stdout}${done.stderr}`);
  const skipped = result.numPendingTests + result.numTodoTests;
  return told(
    `Node ${exact}: ${result.numPassedTests} passed, ${result.numFailedTests} failed, ${skipped} skipped, ${seconds} s`,
    done.status === 0,
  );
}

function told(line, isWell) {
  process.stdout.write(`${line}\n`);
  return isWell;
}
