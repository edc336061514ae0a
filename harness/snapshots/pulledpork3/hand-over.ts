import {constants} from 'node:fs';
import {open, rm} from 'node:fs/promises';
import {setTimeout as pause} from 'node:timers/promises';

/** How often it is looked whether somebody reads; the pipe's own way to wait would hold a thread for ever. */
const EVERY_MS = 20;

/**
 * Gives a text to the one that opens a named pipe, and removes the pipe: what it says (an oinkcode) never lies on the
 * disk, whatever is killed. Gives up when `over` says that nobody will read any more.
 */
export async function handOver(pipe: string, text: string, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const writer = await open(pipe, constants.O_WRONLY | constants.O_NONBLOCK).catch((thrown: unknown) => {
      if ((thrown as {code?: string}).code !== 'ENXIO') throw thrown;
    });
    if (writer) {
      // far less than a pipe holds
      await writer.writeFile(text).finally(() => writer.close());
      break;
    }
    await pause(EVERY_MS);
  }
  await rm(pipe, {force: true});
}
