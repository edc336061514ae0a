import {chmodSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {engineFiles} from '../../harness/disk/engine-files.ts';
import {tcpdump} from '../../harness/engine/tcpdump/tcpdump.ts';
import {childProcesses} from '../../harness/process/child-processes.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';

/** A recorder that is a shell script, started for a file. */
async function started(script: string, readyWithinMs: number) {
  const folder = tempFolder();
  const binary = join(folder, 'tcpdump');
  writeFileSync(binary, `#!/bin/sh\n${script}\n`);
  chmodSync(binary, 0o755);
  const recorder = tcpdump(binary, {processes: childProcesses, files: engineFiles}, readyWithinMs);
  const spec = {interface: 'lo', filter: '', snaplen: 64, file: join(folder, 'x.pcap'), folder};
  const tape = await recorder.start(spec);
  if (!tape.ok) throw new Error('it did not start');
  return tape.value;
}

describe('a recorder', () => {
  it('that never says that it listens is ended, and is not waited for', async () => {
    const tape = await started('exec sleep 600', 200);
    expect(await tape.ready).toBe(false);
    const {packets, endReason} = await tape.ended;
    expect([packets, endReason]).toEqual([undefined, 'it did not start recording within 0.2 s']);
  });

  it('that ends at once gives its last message', async () => {
    const tape = await started('echo "tcpdump: eth9: No such device exists" >&2; exit 1', 600_000);
    expect(await tape.ready).toBe(false);
    expect((await tape.ended).endReason).toContain('No such device exists');
  });

  it('that listens goes on until it is stopped', async () => {
    const tape = await started('echo "listening on eth0" >&2; exec sleep 600', 600_000);
    expect(await tape.ready).toBe(true);
    tape.stop();
    expect((await tape.ended).endReason).toBeUndefined();
  });
});
