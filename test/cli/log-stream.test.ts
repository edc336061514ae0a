import {describe, expect, it} from 'vitest';
import {LogStream} from '../../harness/cli/log-stream.ts';

/** A place to write to that takes so many bytes and then fails with a code. */
function place() {
  const here = {
    text: '',
    room: Number.POSITIVE_INFINITY,
    code: 'ENOSPC',
    write(bytes: Uint8Array): number {
      const taken = Math.min(here.room, bytes.length);
      if (taken === 0) throw Object.assign(new Error(here.code), {code: here.code});
      here.room -= taken;
      here.text += Buffer.from(bytes.subarray(0, taken)).toString();
      return taken;
    },
  };
  const log = new LogStream(
    bytes => here.write(bytes),
    (lines, reason) => `${lines} missing: ${reason}`,
  );
  return {here, log};
}

describe('the log of what conducts', () => {
  it('drops lines that cannot be written, and says how many once it can', () => {
    const {here, log} = place();
    log.line('one');
    here.room = 0;
    for (const line of ['two', 'three', 'four']) log.line(line);
    here.room = Number.POSITIVE_INFINITY;
    log.line('five');
    log.line('six');
    expect(here.text).toBe('one\n3 missing: no space was left on its disk\nfive\nsix\n');
  });

  it('counts no line twice and forgets none, wherever the space ends', () => {
    for (let room = 0; room < 60; room += 1) {
      const {here, log} = place();
      here.room = room;
      for (let n = 0; n < 5; n += 1) log.line(`line ${n}`);
      here.room = room;
      log.line('line 5');
      here.room = Number.POSITIVE_INFINITY;
      log.line('line 6');
      const lines = here.text.trimEnd().split('\n');
      const whole = lines.filter(line => /^line \d$/.test(line)).length;
      const missing = lines.reduce(
        (sum, line) => sum + Number(/^(\d+) missing: no space was left on its disk$/.exec(line)?.[1] ?? 0),
        0,
      );
      expect([room, whole + missing]).toEqual([room, 7]);
      expect(lines.at(-1)).toBe('line 6');
    }
  });

  it('keeps lines for a slow reader, up to a bound', () => {
    const {here, log} = place();
    here.room = 3;
    here.code = 'EAGAIN';
    log.line('one');
    log.line('two');
    here.room = Number.POSITIVE_INFINITY;
    log.end();
    expect(here.text).toBe('one\ntwo\n');
    here.room = 0;
    for (let n = 0; n < 40; n += 1) log.line('x'.repeat(65_536));
    here.room = Number.POSITIVE_INFINITY;
    log.line('last');
    const lines = here.text.split('\n').filter(line => !line.startsWith('x'));
    expect(lines).toContain('24 missing: its reader is too slow');
  });
});
