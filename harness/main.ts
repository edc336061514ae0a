#!/usr/bin/env node
import {readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const packageFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const {version} = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {version: string};
const args = process.argv.slice(2);

if (args.length === 1 && (args[0] === '--version' || args[0] === '-v')) {
  process.stdout.write(`${version}\n`);
} else {
  process.stderr.on('error', () => {});
  const {runCli} = await import('./cli/run-cli.ts');
  const {systemFailure} = await import('./cli/system-failures.ts');
  const {describeFailure} = await import('./cli/all-failures.ts');
  const {printFailure} = await import('./cli/console.ts');
  // data that cannot be printed; what conducts writes its log without this stream
  process.stdout.on('error', error => {
    // a reader that went away (| head) is no failure
    if ((error as {code?: string}).code === 'EPIPE') process.exit(0);
    const {message, exit} = describeFailure(systemFailure(error, 'standard output'));
    printFailure(message);
    process.exit(exit);
  });
  try {
    process.exitCode = await runCli(args, version, async () => {
      const {commandDeps} = await import('./wiring/command-deps.ts');
      return commandDeps(packageFolder, version);
    });
  } catch (thrown) {
    const {message, exit} = describeFailure(systemFailure(thrown, process.cwd()));
    printFailure(message);
    process.exitCode = exit;
  }
}
