import {stat} from 'node:fs/promises';
import {relative, resolve, sep} from 'node:path';
import {glob} from 'tinyglobby';
import type {CaptureFacts} from '../domain/capture.ts';
import {CAPTURE_NAME, isCapture, readCaptureHeader} from '../engine/capture-header.ts';
import type {CaptureSource, FoundCaptures, NoCaptures} from '../engine/ports.ts';
import {captureHead} from './capture-head.ts';
import {fileDigest} from './engine-files.ts';
import {errorCode} from './whole-files.ts';

/** Captures below a project folder, or elsewhere by absolute path. */
export const captureSource = (root: string): CaptureSource => ({
  find: (entries, progress) => find(root, entries, progress),
  locate: path => resolve(root, path),
  digest: path => fileDigest(resolve(root, path)).catch(() => undefined),
});

/** Files, folders and globs to captures, in the order of their paths, each read whole once for its digest. */
async function find(
  root: string,
  entries: readonly string[],
  progress: (done: number, total: number) => void,
): Promise<FoundCaptures | NoCaptures> {
  const paths = new Set<string>();
  const ignored = new Set<string>();
  for (const entry of entries) {
    const found = await expand(root, entry);
    if ('reason' in found) return {entry, reason: found.reason};
    const before = paths.size;
    let passedOver = 0;
    for (const path of found.paths) {
      if (found.named || CAPTURE_NAME.test(path) || isCapture(await captureHead(path))) paths.add(path);
      else {
        passedOver += 1;
        ignored.add(shown(root, path));
      }
    }
    if (found.paths.length === 0 || (passedOver === found.paths.length && paths.size === before)) {
      return {
        entry,
        reason: found.paths.length === 0 ? 'it holds no file' : 'it holds no capture (pcap or pcapng)',
      };
    }
  }
  const captures: CaptureFacts[] = [];
  for (const path of [...paths].sort()) {
    captures.push(await describe(root, path));
    progress(captures.length, paths.size);
  }
  return {captures, ignored: [...ignored].sort()};
}

async function expand(
  root: string,
  entry: string,
): Promise<{paths: readonly string[]; named: boolean} | {reason: string}> {
  const path = resolve(root, entry);
  try {
    const facts = await stat(path);
    if (facts.isFile()) return {paths: [path], named: true};
    if (!facts.isDirectory()) return {reason: 'it is neither a file nor a folder'};
    return {
      paths: await glob('**/*', {cwd: path, absolute: true, dot: false, followSymbolicLinks: true}),
      named: false,
    };
  } catch (thrown) {
    if (errorCode(thrown) === 'EACCES') return {reason: 'this user may not read it'};
    if (!/[*?[{]/.test(entry)) return {reason: 'there is no such file or folder'};
    const paths = await glob(entry, {cwd: root, absolute: true, followSymbolicLinks: true});
    return paths.length > 0 ? {paths, named: false} : {reason: 'nothing matches it'};
  }
}

async function describe(root: string, path: string): Promise<CaptureFacts> {
  const header = readCaptureHeader(await captureHead(path));
  return {
    path: shown(root, path),
    sha256: await fileDigest(path),
    bytes: (await stat(path)).size,
    linkType: 'linkType' in header ? header.linkType : undefined,
    headerProblem: 'problem' in header ? header.problem : undefined,
  };
}

/** Relative to the project where it lies inside, with forward slashes. */
function shown(root: string, path: string): string {
  const inside = relative(root, path);
  return inside.startsWith(`..${sep}`) ? path : inside.split(sep).join('/');
}
