import {setTimeout as pause} from 'node:timers/promises';
import type {PacketCounts} from '../../domain/run.ts';
import type {EngineFiles} from '../system-ports.ts';
import {readAnswer, tookNote} from './read-output.ts';

const LOOK_MS = 50;
/** One answer is some 3 KiB; what Snort says of applications may make it more. */
const ANSWER_BYTES = 1024 * 1024;
/** An answer a minute fills a stdout.txt with some 4 MiB a day. */
const LARGE_BYTES = 8 * 1024 * 1024;

export interface Questions {
  counts(seconds: number): Promise<PacketCounts | undefined>;
  /** A question is open, and Snort took note of it. */
  acknowledged(): boolean;
  /** Resolves when no question is open and stdout.txt is being left alone; asks no more. */
  settle(): Promise<void>;
}

/**
 * Asks a live Snort for its statistics by SIGUSR1 and reads the answer from its stdout. Figures count from its start on.
 * One question at a time: a second SIGUSR1 before the first answer makes Snort add up its figures twice.
 */
export function questions(
  stdout: string,
  engine: {ask(): void; hasEnded(): boolean},
  files: EngineFiles,
): Questions {
  let open: Promise<PacketCounts | undefined> | undefined;
  let noted = false;
  let leaving = false;

  async function put(): Promise<PacketCounts | undefined> {
    const from = await files.size(stdout);
    engine.ask();
    while (!engine.hasEnded()) {
      const text = await files.readFrom(stdout, from, ANSWER_BYTES);
      noted = tookNote(text);
      const counts = readAnswer(text);
      if (counts) {
        if (!leaving && (await files.size(stdout)) > LARGE_BYTES) await files.empty(stdout);
        return counts;
      }
      await pause(LOOK_MS);
    }
    return undefined;
  }

  return {
    async counts(seconds) {
      if (open === undefined && leaving) return undefined;
      open ??= put().finally(() => {
        open = undefined;
        noted = false;
      });
      const tooLate = pause(seconds * 1000, undefined, {ref: false});
      return Promise.race([open, tooLate]);
    },
    acknowledged: () => open !== undefined && noted,
    async settle() {
      leaving = true;
      await open;
    },
  };
}
