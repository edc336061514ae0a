import {resolve} from 'node:path';
import type {Settings} from '../cli/command-deps.ts';

/** Returns the state folder that the settings name. */
export async function stateHere({stateDir}: Settings) {
  const {stateFolder} = await import('../disk/state-folder.ts');
  return stateFolder(resolve(stateDir));
}
