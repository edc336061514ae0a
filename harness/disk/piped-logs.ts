import {createReadStream, createWriteStream} from 'node:fs';
import {mkdtemp, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {pipeline} from 'node:stream/promises';
import type {ReadableLogs} from '../cli/command-deps.ts';

const STANDARD_INPUT = /^(-|\/dev\/stdin|\/dev\/fd\/0|\/proc\/self\/fd\/0)$/;
/** Matches files that differ between processes. */
const PROCESS_FILE = /^\/(dev\/fd|proc\/self\/fd)\//;

/** Provides logs as files that can be read twice and by other processes; piped input is copied to a file first. */
export async function readableLogs(given: readonly string[]): Promise<ReadableLogs> {
  const files: string[] = [];
  const names: Record<string, string> = {};
  let folder: string | undefined;
  const remove = async () => {
    if (folder !== undefined) await rm(folder, {recursive: true, force: true});
  };
  try {
    for (const path of new Set(given)) {
      if (!(await isPiped(path))) {
        files.push(resolve(path));
        continue;
      }
      folder ??= await mkdtemp(join(tmpdir(), 'ruletrial-'));
      const copy = join(folder, String(files.length));
      await copyTo(copy, path);
      names[copy] = STANDARD_INPUT.test(path) ? 'standard input' : path;
      files.push(copy);
    }
    return {files, names, remove};
  } catch (thrown) {
    await remove();
    throw Object.assign(thrown as Error, {path: (thrown as {path?: string}).path ?? given[files.length]});
  }
}

async function isPiped(path: string): Promise<boolean> {
  if (STANDARD_INPUT.test(path) || PROCESS_FILE.test(path)) return true;
  const facts = await stat(path);
  if (facts.isCharacterDevice() || facts.isBlockDevice())
    throw Object.assign(new Error('it is a device'), {code: 'ENODEV', path});
  return facts.isFIFO() || facts.isSocket();
}

async function copyTo(copy: string, path: string): Promise<void> {
  const isInput = STANDARD_INPUT.test(path);
  if (isInput && process.stdin.isTTY)
    throw Object.assign(new Error('it is a terminal: pipe a log into this command'), {
      code: 'ENOTTY',
      path,
    });
  await pipeline(isInput ? process.stdin : createReadStream(path), createWriteStream(copy, {mode: 0o600}));
}
