import {resolve} from 'node:path';
import type {Reading} from '../arms/read-declared.ts';
import type {Settings} from '../cli/command-deps.ts';

/** Gives access to the declarations of a project. */
export async function declarationsHere({project: folder}: Pick<Settings, 'project'>): Promise<Reading> {
  const {readYaml} = await import('../declarations/yaml/read-yaml.ts');
  const {project} = await import('../disk/project.ts');
  const root = resolve(folder);
  return {declarations: {...project(root), resolve: path => resolve(root, path)}, readText: readYaml};
}
