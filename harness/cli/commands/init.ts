import {join} from 'node:path';
import type {Argv} from 'yargs';
import {ok} from '../../domain/result.ts';
import {exampleDocument} from '../../report/example-document.ts';
import {type Command, printDocument} from '../command.ts';

export const init: Command = {
  usage: 'init',
  describe:
    'Create a commented example project here: rulesets/, schedules/, captures/ and JSON Schemas for editors',
  examples: [
    [
      'ruletrial init && ruletrial check && ruletrial trial run example',
      'create a project, check it, and run its first trial',
    ],
  ],
  options: yargs => yargs as Argv<object>,
  async run(call) {
    const {deps, settings} = call;
    const demo = deps.demoFolder;
    const schedule = await deps.readText(join(demo, 'schedules/demo.yaml'));
    const files = [
      {to: 'schedules/example.yaml', text: schedule},
      ...(await copies(deps, demo, 'rulesets', name => /\.(yaml|rules)$/.test(name))),
      ...(await copies(deps, join(demo, '..'), 'rulesets', name => name.endsWith('.yaml'))),
      ...(await copies(deps, join(demo, '..'), 'schedules', name => name.endsWith('.yaml'))),
      ...(await copies(deps, demo, 'captures', name => name.endsWith('.pcap'))),
      ...(await copies(deps, join(demo, '../docs'), 'schema', name => /^(ruleset|schedule)\./.test(name))),
    ];
    const done = await deps.install(files, settings.project);
    if (!done.ok) return done;
    const written = files.map(({to}) => to);
    printDocument(call, exampleDocument(written), written);
    return ok(undefined);
  },
};

async function copies(
  deps: {list(folder: string): Promise<readonly string[]>},
  root: string,
  folder: string,
  wanted: (name: string) => boolean,
): Promise<{to: string; from: string}[]> {
  const names = await deps.list(join(root, folder));
  return names.filter(wanted).map(name => ({to: `${folder}/${name}`, from: join(root, folder, name)}));
}
