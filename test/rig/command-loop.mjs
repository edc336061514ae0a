// Runs one command line of the built ruletrial after another in one process; test/rig/warm-process.ts starts it.
import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {pathToFileURL} from 'node:url';

const packageFolder = resolve(import.meta.dirname, '../..');
const load = file => import(pathToFileURL(resolve(packageFolder, 'dist/harness', file)).href);
const {version} = JSON.parse(readFileSync(resolve(packageFolder, 'package.json'), 'utf8'));
const {runCli} = await load('cli/run-cli.js');

process.on('disconnect', () => process.exit());
process.on('message', async ({args, cwd, env, mark}) => {
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  let exit;
  try {
    exit = await runCli(args, version, async () =>
      (await load('wiring/command-deps.js')).commandDeps(packageFolder, version),
    );
  } catch (thrown) {
    exit = 1;
    process.stderr.write(`${thrown.stack}\n`);
  }
  process.stdout.write(mark);
  process.stderr.write(mark);
  process.send({exit});
});
process.send('ready');
