import {describe, expect, it} from 'vitest';
import {
  isReady,
  readAlertsLogged,
  readAnswer,
  readErrors,
  readPackets,
  readProblems,
  readRuleCounts,
  sinceAnswer,
  wasAcknowledged,
  wasInterrupted,
  wasTorn,
} from '../../harness/engine/snort3/read-output.ts';

const RULE = '-'.repeat(50);

/** What Snort says when it has loaded 4,241 text rules and 645 builtin ones. */
const LOADED = `${RULE}
o")~   Snort++ 3.11.1.0
${RULE}
Loading trial.lua:
\tdaq
\tdetection
${RULE}
ips policies rule stats
              id  loaded  shared enabled    file
               0    4886       0    4880    trial.lua
${RULE}
rule counts
       total rules loaded: 4886
               text rules: 4241
            builtin rules: 640
                 so rules: 5
            option chains: 4886
${RULE}
port rule counts
             tcp     udp    icmp      ip
     any    1117      58     147      22
${RULE}
`;

const OVER = `Commencing packet processing
++ [0] one.pcap
-- [0] one.pcap
${RULE}
Packet Statistics
${RULE}
daq
                    pcaps: 318
                 received: 15881
                 analyzed: 15880
                  dropped: 1
              outstanding: 18446744073709551615
                    allow: 13289
${RULE}
codec
                    total: 15890       \t(100.000%)
                 received: 7
${RULE}
Module Statistics
${RULE}
ac_bnfa
                 searches: 18116
                   logged: 99
${RULE}
detection
                 analyzed: 15881
                   alerts: 2131
             total_alerts: 2310
                   logged: 2310
${RULE}
Summary Statistics
`;

describe('packets', () => {
  it('are those of the DAQ, and of no other block of the statistics', () => {
    expect(readPackets(LOADED + OVER)).toEqual({
      received: 15_881,
      analyzed: 15_880,
      dropped: 1,
      discarded: 0,
    });
  });

  it('are 0 where Snort leaves a figure out', () => {
    const nothing = `Commencing packet processing\n${RULE}\nPacket Statistics\n${RULE}\ndaq\n                    pcaps: 1\n${RULE}\n`;
    expect(readPackets(nothing)).toEqual({received: 0, analyzed: 0, dropped: 0, discarded: 0});
    expect(readPackets(`\nPacket Statistics\n${RULE}\n`)).toEqual({
      received: 0,
      analyzed: 0,
      dropped: 0,
      discarded: 0,
    });
  });

  it('are unknown when Snort did not come to its statistics', () => {
    expect(readPackets(LOADED)).toBeUndefined();
    expect(readPackets('')).toBeUndefined();
  });

  it('are the last ones told, since SIGUSR1 prints them too', () => {
    const earlier = OVER.replace('15881', '7').replace('15880', '7');
    expect(readPackets(earlier + OVER)).toMatchObject({received: 15_881, analyzed: 15_880});
  });
});

describe('alerts logged', () => {
  it('are those of the detection module', () => {
    expect(readAlertsLogged(LOADED + OVER)).toBe(2310);
  });

  it('are 0 where the module says none, and unknown without statistics', () => {
    expect(readAlertsLogged(OVER.replace(/ {19}logged: 2310\n/, ''))).toBe(0);
    expect(readAlertsLogged(OVER.slice(0, OVER.indexOf('Module Statistics')))).toBeUndefined();
    expect(readAlertsLogged('')).toBeUndefined();
  });
});

describe('rule counts', () => {
  it('are told by kind, with those that are enabled', () => {
    expect(readRuleCounts(LOADED)).toEqual({text: 4241, builtin: 640, so: 5, enabled: 4880});
  });

  it('are 0 when nothing was loaded', () => {
    expect(readRuleCounts('')).toEqual({text: 0, builtin: 0, so: 0, enabled: 0});
  });
});

describe('a signal', () => {
  it('is seen in what Snort says, and not in the name of a capture', () => {
    expect(wasInterrupted(`${OVER}\n** caught term signal\n== stopping\n`)).toBe(true);
    expect(wasInterrupted(`${OVER}\n** caught int signal\n`)).toBe(true);
    expect(wasInterrupted(OVER)).toBe(false);
  });
});

describe('problems with captures', () => {
  const capture = (path: string, linkType: number | undefined = 1) => ({
    path,
    pathForEngine: `/t/${path}`,
    linkType,
  });

  /** Of a process that opened every capture. */
  const problems = (stderr: string, captures: ReturnType<typeof capture>[]) =>
    readProblems(
      {stdout: captures.map(({pathForEngine}) => `++ [0] ${pathForEngine}\n`).join(''), stderr},
      captures,
      true,
    );

  it('go to the capture that the DAQ names, with its reason', () => {
    const stderr =
      'Error receiving message from the DAQ instance (/t/two.pcap): truncated dump file; tried to read 16 captured bytes, only got 3\n' +
      'Error receiving message from the DAQ instance (/t/unplanned.pcap): bad\n';
    expect(problems(stderr, [capture('one.pcap'), capture('two.pcap')])).toEqual([
      {path: 'two.pcap', reason: 'truncated dump file; tried to read 16 captured bytes, only got 3'},
    ]);
  });

  it('go to a capture whose name holds brackets and spaces', () => {
    const odd = capture('a (copy): 2.pcap');
    expect(
      problems('Error receiving message from the DAQ instance (/t/a (copy): 2.pcap): bad\n', [odd]),
    ).toEqual([{path: 'a (copy): 2.pcap', reason: 'bad'}]);
  });

  it('of a link type go to every capture that has it, since Snort names none', () => {
    const stderr =
      'No codec found for data link type 113\nNo codec for DAQ base protocol, stopping packet processing\n';
    const cooked =
      'no codec for data link type 113 (Linux cooked capture); capture on one interface, tcpdump -i eth0, and not on "any"';
    expect(problems(stderr, [capture('one'), capture('two', 113), capture('three', 113)])).toEqual([
      {path: 'two', reason: cooked},
      {path: 'three', reason: cooked},
    ]);
  });

  it('of a link type go to the only capture there is, whatever its header said', () => {
    expect(problems('No codec found for data link type 0\n', [capture('one', undefined)])).toEqual([
      {path: 'one', reason: 'no codec for data link type 0 (BSD loopback)'},
    ]);
    expect(problems('No codec found for data link type 147\n', [capture('one')])).toEqual([
      {path: 'one', reason: 'no codec for data link type 147 (unknown to Snort)'},
    ]);
  });

  it('of a link type compare the number in the file with the one that Snort tells', () => {
    const files = [
      capture('atm', 100),
      capture('raw', 101),
      capture('slip', 102),
      capture('ppp', 103),
      capture('clip', 106),
      capture('ethernet', 1),
    ];
    const told = (type: number) =>
      problems(`No codec found for data link type ${type}\n`, files).map(({path}) => path);
    expect([11, 12, 15, 16, 19, 1, 100].map(told)).toEqual([
      ['atm'],
      ['raw'],
      ['slip'],
      ['ppp'],
      ['clip'],
      ['ethernet'],
      [],
    ]);
  });

  it('are told of a capture that a whole run never opened', () => {
    const stdout = '++ [0] /t/one\n-- [0] /t/one\n++ [0] /t/three\n-- [0] /t/three\n';
    const captures = [capture('one'), capture('two'), capture('three')];
    expect(readProblems({stdout, stderr: ''}, captures, true)).toEqual([
      {path: 'two', reason: 'Snort did not open it'},
    ]);
    expect(readProblems({stdout, stderr: ''}, captures, false)).toEqual([]);
  });

  it('are none in what Snort says otherwise', () => {
    expect(problems('appid: MaxRss diff: 2832\npcap DAQ configured to passive.\n', [capture('one')])).toEqual(
      [],
    );
    expect(problems('', [])).toEqual([]);
  });
});

describe('errors', () => {
  it('have their file and line where Snort gives them', () => {
    const stderr =
      'ERROR: 001.rules:2 unknown rule keyword: contnt.\n' +
      'ERROR: /with space/a:b.rules:17 bad: value 3\n' +
      'ERROR: can not initialize 1 rules\n' +
      'FATAL: see prior 2 errors (0 warnings)\n' +
      'Fatal Error, Quitting..\n';
    expect(readErrors(stderr)).toEqual([
      {file: '001.rules', line: 2, reason: 'unknown rule keyword: contnt'},
      {file: '/with space/a:b.rules', line: 17, reason: 'bad: value 3'},
      {file: undefined, line: 0, reason: 'can not initialize 1 rules'},
    ]);
  });

  it('may be fatal and without a place', () => {
    expect(readErrors("FATAL: can't load ruletrial.lua: ruletrial.lua:14: '=' expected near 'x'\n")).toEqual([
      {file: undefined, line: 0, reason: "can't load ruletrial.lua: ruletrial.lua:14: '=' expected near 'x'"},
    ]);
    expect(readErrors('')).toEqual([]);
  });
});

const COMMENCING = 'Commencing packet processing\nRetry queue interval is: 200 ms\n';
const NOTED = '** caught dump-stats signal\n== dumping stats\n';
const TERM = '** caught term signal\n== stopping\n-- [0] eth0\n';
const END_OF_ANSWER = `${'='.repeat(50)}\n`;
const figures = (received: number): string =>
  `${RULE}\nPacket Statistics\n${RULE}\ndaq\n                 received: ${received}\n                 analyzed: ${received}\n${RULE}\n`;
/** As Snort prints it when there was no packet yet. */
const NO_FIGURES = `${RULE}\nPacket Statistics\n${RULE}\ndaq\n                     idle: 3\n${RULE}\n`;

describe('what a live Snort says', () => {
  it('it inspects when each of its packet threads says so, not when it commences', () => {
    expect(isReady(COMMENCING, 1)).toBe(false);
    expect(isReady(`${COMMENCING}++ [0] eth0\n`, 1)).toBe(true);
    expect(isReady(`${COMMENCING}++ [0] eth0\n`, 2)).toBe(false);
    expect(isReady(`${COMMENCING}++ [0] eth0\n++ [1] eth0\n`, 2)).toBe(true);
  });

  it('an answer is one only when it is whole', () => {
    const whole = `${NOTED}${figures(500)}${END_OF_ANSWER}`;
    expect(readAnswer(whole)).toEqual({received: 500, analyzed: 500, dropped: 0, discarded: 0});
    for (let end = 0; end < whole.length - END_OF_ANSWER.length; end += 1)
      expect(readAnswer(whole.slice(0, end))).toBeUndefined();
    expect(wasAcknowledged(NOTED)).toBe(true);
    expect(wasAcknowledged('')).toBe(false);
  });

  it('a figure that an answer leaves out is 0', () => {
    expect(readAnswer(`${NOTED}${NO_FIGURES}${END_OF_ANSWER}`)).toEqual({
      received: 0,
      analyzed: 0,
      dropped: 0,
      discarded: 0,
    });
  });

  it('figures of an answer are not those of its end', () => {
    const asked = `${NOTED}${figures(500)}${END_OF_ANSWER}`;
    expect(readPackets(sinceAnswer(asked))).toBeUndefined();
    expect(readPackets(sinceAnswer(`${asked}${TERM}${figures(800)}`))?.received).toBe(800);
    expect(readPackets(sinceAnswer(figures(3)))?.received).toBe(3);
  });

  it('figures at its end are torn when it was told to end before its answer was whole', () => {
    const asked = `${NOTED}${figures(500)}${END_OF_ANSWER}`;
    expect(wasTorn(`${asked}${TERM}${figures(500)}`)).toBe(false);
    expect(wasTorn(`${asked}${NOTED}${TERM}${figures(900)}${END_OF_ANSWER}${figures(900)}`)).toBe(true);
    expect(wasTorn(`${TERM}${figures(500)}`)).toBe(false);
    expect(wasTorn(asked)).toBe(false);
  });
});
