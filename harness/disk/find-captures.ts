import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import {relative, resolve, sep} from 'node:path';
import {glob} from 'tinyglobby';
import type {CaptureFacts} from '../domain/capture.ts';
import {thrownMessage} from '../domain/failure.ts';
import {CAPTURE_NAME, isCapture} from '../engine/capture-header.ts';
import type {CaptureSource, FoundCaptures, NoCaptures} from '../engine/capture-ports.ts';
import {CaptureScan} from '../engine/capture-scan.ts';
import {captureHead} from './capture-head.ts';
import {fileDigest} from './engine-files.ts';
import {projectOf} from './project.ts';
import {isGzipFile, unpacked} from './unpack.ts';
import {walkFiles} from './walk-files.ts';
import {errorCode} from './whole-files.ts';

const CHUNK_BYTES = 1024 * 1024;

/** Provides the captures below a project folder, or elsewhere by absolute path. */
export const captureSource = (root: string, stateFolder: string): CaptureSource => ({
  project: relative(stateFolder, root).split(sep).join('/') || '.',
  inProject: planned =>
    captureSource(projectOf(planned, {project: root, stateDir: stateFolder}), stateFolder),
  find: (entries, progress) => find(root, entries, progress),
  locate: path => resolve(root, path),
  digest: path => fileDigest(resolve(root, path)).catch(() => undefined),
});

/** Finds the captures in files, folders and globs, sorted by path; each is read completely once for its digest. */
async function find(
  root: string,
  entries: readonly string[],
  progress: (done: number, total: number) => void,
): Promise<FoundCaptures | NoCaptures> {
  const paths = new Set<string>();
  const ignored = new Set<string>();
  const unusable = new Map<string, string>();
  for (const entry of entries) {
    const found = await expand(root, entry);
    if ('reason' in found) return {entry, reason: found.reason};
    let captures = 0;
    for (const path of found.paths) {
      const kind = found.named ? 'capture' : await kindOf(path);
      if (kind === 'capture') paths.add(path);
      else if (kind === 'other') ignored.add(shown(root, path));
      else unusable.set(shown(root, path), kind.reason);
      if (kind === 'capture') captures += 1;
    }
    if (captures === 0) return {entry, reason: whyNone(found.paths, [...unusable.values()][0])};
  }
  const captures: CaptureFacts[] = [];
  for (const path of [...paths].sort()) {
    const described = await describe(root, path).catch(thrown => ({reason: whyUnusable(path, thrown)}));
    if ('reason' in described) unusable.set(shown(root, path), described.reason);
    else captures.push(described);
    progress(captures.length, paths.size);
  }
  const first = [...unusable][0];
  if (captures.length === 0 && first) return {entry: first[0], reason: first[1]};
  return {
    captures,
    ignored: [...ignored].sort(),
    unusable: [...unusable].sort().map(([path, reason]) => ({path, reason})),
  };
}

function whyNone(paths: readonly string[], unusable: string | undefined): string {
  if (paths.length === 0) return 'it contains no files';
  return unusable === undefined
    ? 'it contains no capture (pcap or pcapng)'
    : `it contains no usable capture: ${unusable}`;
}

/** Returns whether a file in a folder is a capture, by its name or its first bytes. */
async function kindOf(path: string): Promise<'capture' | 'other' | {reason: string}> {
  try {
    const facts = await stat(path);
    if (facts.isDirectory()) return {reason: 'it is a folder that this user has no permission to read'};
    if (!facts.isFile()) return 'other';
    return CAPTURE_NAME.test(path) || isCapture(await captureHead(path)) ? 'capture' : 'other';
  } catch (thrown) {
    return {reason: whyUnusable(path, thrown)};
  }
}

/** Says why a file in a folder cannot be opened. */
function whyUnusable(path: string, thrown: unknown): string {
  if (path.includes('\ufffd')) return 'its name is not valid UTF-8: rename it';
  const code = errorCode(thrown);
  if (code === 'EACCES' || code === 'EPERM') return 'this user has no permission to read it';
  if (code === 'ENOENT') return 'it is a link to a missing file, or it has just been removed';
  if (code === 'ELOOP') return 'it is a link that points to itself';
  return `it cannot be read: ${code || thrownMessage(thrown)}`;
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
    return {paths: await walkFiles(path), named: false};
  } catch (thrown) {
    if (errorCode(thrown) === 'EACCES') return {reason: 'this user has no permission to read it'};
    if (!/[*?[{]/.test(entry)) return {reason: 'there is no such file or folder'};
    const paths = await glob(entry, {cwd: root, absolute: true, followSymbolicLinks: true});
    return paths.length > 0 ? {paths, named: false} : {reason: 'nothing matches it'};
  }
}

async function describe(root: string, path: string): Promise<CaptureFacts> {
  const facts = await stat(path);
  if (!facts.isFile()) throw new Error('it is not a file');
  const hash = createHash('sha256');
  const scan = new CaptureScan();
  let damage: string | undefined;
  const gzipped = await isGzipFile(path);
  for await (const chunk of createReadStream(path, {highWaterMark: CHUNK_BYTES})) {
    hash.update(chunk as Buffer);
    if (!gzipped) scan.push(chunk as Buffer);
  }
  if (gzipped) {
    const noteDamage = (reason: string): void => {
      damage = reason;
    };
    for await (const chunk of unpacked(path, noteDamage)) scan.push(chunk);
  }
  const {linkType, problem, packets, cutPackets} = scan.end();
  const named =
    gzipped && !path.endsWith('.gz')
      ? 'the file is gzipped: rename it so that its name ends in .gz'
      : undefined;
  return {
    path: shown(root, path),
    sha256: hash.digest('hex'),
    bytes: facts.size,
    linkType,
    headerProblem: named ?? problem,
    damage,
    packets,
    cutPackets,
  };
}

/** Returns the path relative to the project if it is inside, with forward slashes. */
function shown(root: string, path: string): string {
  const inside = relative(root, path);
  return inside.startsWith(`..${sep}`) ? path : inside.split(sep).join('/');
}
