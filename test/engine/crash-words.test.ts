import {describe, expect, it} from 'vitest';
import {readReplayEnd} from '../../harness/engine/snort3/read-end.ts';

const CRASH = '\nSnort (PID 4711) caught fatal signal: SIGSEGV (11)\nVersion: 3.11.1.0\n\n';
const STACK = 'Backtrace:\n  #0 0x55d0c0 in snort+0x1234\n\n== [0] ==\n';

/** The last output of a run over captures that left this on its standard error. */
async function messageOf(stderr: string): Promise<string | undefined> {
  const texts = new Map([
    ['/r/stderr.txt', stderr],
    ['/r/stdout.txt', 'Commencing packet processing\n++ [0] a.pcap\n'],
  ]);
  const files = {
    readEnd: async (path: string) => texts.get(path) ?? '',
    remove: async () => undefined,
  };
  const end = {exitCode: 139, wallMs: 1, cpuMs: 1, peakBytes: 1};
  const run = {folder: '/r', captures: []};
  return (await readReplayEnd(run, end as never, files as never)).endReason;
}

describe('the last output of a Snort that crashed', () => {
  it.each([
    ['its version behind the signal', CRASH],
    ['a stack behind the signal', `${CRASH}${STACK}`],
    ['a warning before the signal', `WARNING: something else\n${CRASH}`],
  ])('are the signal: %s', async (_, stderr) => {
    expect(await messageOf(stderr)).toBe('caught fatal signal: SIGSEGV (11)');
  });

  it('are its last line where it caught no signal', async () => {
    expect(await messageOf("FATAL: can't do it\nFatal Error, Quitting..\n")).toBe("FATAL: can't do it");
  });
});
