import {spawnSync} from 'node:child_process';
import {join, resolve} from 'node:path';
import {snortFlags} from './found.ts';

/** Compiles the fixtures' shared object into a folder; gives its path. */
export function compileSo(folder: string): string {
  const path = join(folder, 'protocol-candle.so');
  const source = resolve('test/fixtures/so-rule/protocol-candle.cc');
  const args = [...(snortFlags() ?? []), '-Wall', '-Werror', '-o', path, source];
  const {status, stderr} = spawnSync('g++', args, {encoding: 'utf8'});
  if (status !== 0) throw new Error(stderr);
  return path;
}
