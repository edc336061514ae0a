import {setTimeout as pause} from 'node:timers/promises';
import type {PacketCounts} from '../../domain/run.ts';
import type {EngineFiles} from '../system-ports.ts';
import {readAnswer, wasAcknowledged} from './read-output.ts';

const LOOK_MS = 50;
/** Limit for an answer, which is about 3 KiB, or more with statistics of applications. */
const ANSWER_BYTES = 1024 * 1024;
/** The size at which stdout.txt is truncated; one answer per minute adds about 4 MiB per day. */
const LARGE_BYTES = 8 * 1024 * 1024;

export interface Questions {
  counts(seconds: number): Promise<PacketCounts | undefined>;
  /** Returns whether a request is open and Snort has acknowledged it. */
  acknowledged(): boolean;
  /** Sends no further requests; resolves when none is open and stdout.txt will not be truncated any more. */
  finish(): Promise<void>;
}

/**
 * Requests statistics from a live Snort with SIGUSR1 and reads the answer from its stdout. Figures count from its start.
 * Only one request is open at a time, because a second SIGUSR1 before the answer makes Snort add up its figures twice.
 */
export function questions(
  stdout: string,
  engine: {ask(): void; hasEnded(): boolean},
  files: EngineFiles,
): Questions {
  let open: Promise<PacketCounts | undefined> | undefined;
  let acknowledged = false;
  let isFinishing = false;

  async function request(): Promise<PacketCounts | undefined> {
    const from = await files.size(stdout);
    engine.ask();
    while (!engine.hasEnded()) {
      const text = await files.readFrom(stdout, from, ANSWER_BYTES);
      acknowledged = wasAcknowledged(text);
      const counts = readAnswer(text);
      if (counts) {
        if (!isFinishing && (await files.size(stdout)) > LARGE_BYTES) await files.empty(stdout);
        return counts;
      }
      await pause(LOOK_MS);
    }
    return undefined;
  }

  return {
    async counts(seconds) {
      if (open === undefined && isFinishing) return undefined;
      open ??= request().finally(() => {
        open = undefined;
        acknowledged = false;
      });
      const tooLate = pause(seconds * 1000, undefined, {ref: false});
      return Promise.race([open, tooLate]);
    },
    acknowledged: () => open !== undefined && acknowledged,
    async finish() {
      isFinishing = true;
      await open;
    },
  };
}
