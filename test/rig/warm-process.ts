import {type ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import {resolve} from 'node:path';
import type {Finished} from './project.ts';

/** Ends what a command printed on a stream. */
const MARK = '\u0000end of output\u0000';

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
    const answered = once(child, 'message');
    child.send({args, cwd, env, mark: MARK});
    const [[answer], [stdout, stderr]] = await Promise.all([answered, output]);
    return {exit: (answer as {exit: number}).exit, stdout, stderr};
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

/** Returns what the command prints on a stream. */
function textOf(child: ChildProcess, stream: 'stdout' | 'stderr'): Promise<string> {
  return new Promise(done => {
    const chunks: Buffer[] = [];
    const from = child[stream];
    const take = (chunk: Buffer): void => {
      chunks.push(chunk);
      const text = Buffer.concat(chunks);
      if (
        !text
          .subarray(-MARK.length - 4)
          .toString()
          .endsWith(MARK)
      )
        return;
      from?.off('data', take);
      done(text.toString().slice(0, -MARK.length));
    };
    from?.on('data', take);
  });
}
