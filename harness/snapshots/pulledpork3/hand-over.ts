import {constants} from 'node:fs';
import {open, rm} from 'node:fs/promises';
import {setTimeout as pause} from 'node:timers/promises';

/** How often to check for a reader; a blocking open would occupy a thread forever. */
const EVERY_MS = 20;

/**
 * Writes a text to the program that opens a named pipe, then removes the pipe. The text contains an oinkcode and is never
 * on disk, whatever is killed. Stops when `ended` is aborted, since nobody will read it then.
 */
export async function handOver(pipe: string, text: string, ended: AbortSignal): Promise<void> {
  while (!ended.aborted) {
    const writer = await open(pipe, constants.O_WRONLY | constants.O_NONBLOCK).catch((thrown: unknown) => {
      if ((thrown as {code?: string}).code !== 'ENXIO') throw thrown;
    });
    if (writer) {
      // much less than the capacity of a pipe
      await writer.writeFile(text).finally(() => writer.close());
      break;
    }
    await pause(EVERY_MS);
  }
  await rm(pipe, {force: true});
}
