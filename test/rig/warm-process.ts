import {type ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import {resolve} from 'node:path';
import type {Finished} from './project.ts';

/** Ends what a command printed on a stream. */
const MARK = '\u0000end of output\u0000';
const MARK_BYTES = Buffer.from(MARK);

let warm: Promise<ChildProcess> | undefined;
let busy = false;

/**
 * Runs a command in a process that has run others before, which saves the start of a process and the loading of its
 * modules. Returns undefined if it is busy or has ended: the command then needs a process of its own.
 */
export async function runWarm(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Finished | undefined> {
  if (busy) return undefined;
  busy = true;
  try {
    warm ??= start();
    const child = await warm;
    if (child.exitCode !== null || child.signalCode !== null) return undefined;
    const output = Promise.all([textOf(child, 'stdout'), textOf(child, 'stderr')]);
    const answered = Promise.race([once(child, 'message'), once(child, 'exit')]);
    child.send({args, cwd, env, mark: MARK});
    const [[answer], [stdout, stderr]] = await Promise.all([answered, output]);
    // a process that ended in the midst has no exit code of the command
    const exit = typeof answer === 'object' && answer !== null ? (answer as {exit: number}).exit : -1;
    return {exit, stdout, stderr};
  } finally {
    busy = false;
  }
}

/** Starts the process; it ends with this one. */
async function start(): Promise<ChildProcess> {
  const child = fork(resolve('test/rig/command-loop.mjs'), {silent: true});
  await once(child, 'message');
  for (const handle of [child, child.channel, child.stdout, child.stderr] as {unref?(): void}[])
    handle?.unref?.();
  return child;
}

/** Returns what the command prints on a stream; ends with what there is if the process ends. */
function textOf(child: ChildProcess, stream: 'stdout' | 'stderr'): Promise<string> {
  return new Promise(done => {
    const chunks: Buffer[] = [];
    let tail = Buffer.alloc(0);
    const from = child[stream];
    const end = (): void => {
      from?.off('data', take).off('close', end);
      done(Buffer.concat(chunks).toString().replace(MARK, ''));
    };
    const take = (chunk: Buffer): void => {
      chunks.push(chunk);
      tail = Buffer.concat([tail, chunk]).subarray(-MARK.length);
      if (tail.equals(MARK_BYTES)) end();
    };
    from?.on('data', take).on('close', end);
  });
}
