import {describe, expect, it} from 'vitest';
import {parseStates} from '../../harness/rules/states.ts';

describe('parseStates', () => {
  it('reads states of every layout in their order', () => {
    const text = `# header\r\nblock (gid:1; sid:7091; enable;)\nalert(sid:2;enable:no)
      drop ( gid:3; sid:4; enable : inherit ; ) # off: alert ( sid:9; enable; )
      alert tcp any any -> any any ( sid:5; enable:yes; )\nalert ( sid:6; )`;
    expect(parseStates(text)).toEqual({
      states: [
        {gid: 1, sid: 7091, action: 'block', enabled: true},
        {gid: 1, sid: 2, action: 'alert', enabled: false},
        {gid: 3, sid: 4, action: 'drop', enabled: undefined},
        {gid: 1, sid: 5, action: 'alert', enabled: true},
        {gid: 1, sid: 6, action: 'alert', enabled: true},
      ],
      complaints: [],
      complaintCount: 0,
      repaired: 0,
    });
  });

  it('takes what PulledPork3 writes without its last semicolon, and counts it', () => {
    const text =
      'block (gid:1; sid:1; enable)\nblock (gid:1; sid:2; enable;)\nalert (gid:1; sid:3; enable)\n';
    const {states, complaints, repaired} = parseStates(text);
    expect([states.map(({sid}) => sid), complaints, repaired]).toEqual([[1, 2, 3], [], 2]);
  });

  it('complains of what is no state, in the order of lines, and goes on', () => {
    const text = `alert ( gid:1; enable; )\n)\nalert ( sid:1; msg:"a"; )\nalert ( sid:1; enable:maybe; )
alert ( sid:1; sid:2; )\nalert ( gid:99999999999; sid:1; )\nblock ( sid:7; enable; )`;
    const {states, complaints, complaintCount} = parseStates(text);
    expect(states).toEqual([{gid: 1, sid: 7, action: 'block', enabled: true}]);
    expect(complaints.map(({line, reason}) => ({line, reason}))).toEqual([
      {line: 1, reason: 'sid is missing, or not a number from 0 to 4294967295'},
      {line: 2, reason: 'unknown action ")"'},
      {line: 3, reason: 'unknown option msg'},
      {line: 4, reason: 'enable is neither yes, no nor inherit: maybe'},
      {line: 5, reason: 'sid occurs more than once'},
      {line: 6, reason: 'gid is not a number from 0 to 4294967295'},
    ]);
    expect(complaintCount).toBe(6);
  });
});
