/** A rule as it must be found in the nasty file. */
export interface Wanted {
  readonly gid: number;
  readonly sid: number;
  readonly rev: number;
  readonly action: string;
  readonly msg: string;
  readonly classtype: string;
  readonly priority: number;
  readonly services: readonly string[];
  readonly references: readonly string[];
  readonly enabled: boolean;
  readonly line: number;
}

const PLAIN = {
  gid: 1,
  rev: 0,
  action: 'alert',
  classtype: '',
  priority: 0,
  services: [],
  references: [],
  enabled: true,
};

/** Lines of a rules file that Snort 3.11.1 loads, with what each rule says; numbers of lines are counted. */
const PIECES: readonly (readonly [string, ...Omit<Wanted, 'line'>[]])[] = [
  ['alert tcp any any -> any any ( msg:"plain"; sid:1; rev:2; )', {...PLAIN, sid: 1, rev: 2, msg: 'plain'}],
  [
    String.raw`alert tcp any any -> any any (msg:"quote \" semicolon \; backslash \\ hex \x41\x4az tab \t;)"; sid:2;)`,
    {...PLAIN, sid: 2, msg: 'quote " semicolon ; backslash \\ hex AJz tab \t;)'},
  ],
  [
    'alert tcp any any -> any any (msg:"( open )) closed"; content:"((("; content:!")"; sid:3)',
    {...PLAIN, sid: 3, msg: '( open )) closed'},
  ],
  [
    'alert tcp any any -> any any (msg:"pcre"; pcre:"/a"b(c"d#e)/i"; sid:4;)',
    {...PLAIN, sid: 4, msg: 'pcre'},
  ],
  [
    String.raw`alert tcp any any -> any any (msg:"pcre with a semicolon"; pcre:"/a\;b(/i" ; sid:5;)`.replace(
      'b(',
      'b\\(',
    ),
    {...PLAIN, sid: 5, msg: 'pcre with a semicolon'},
  ],
  [
    String.raw`alert tcp any any -> any any (msg:"sd"; sd_pattern:"a\d;\)b"; sid:6;)`,
    {...PLAIN, sid: 6, msg: 'sd'},
  ],
  [
    'alert udp ( sid:7; )alert icmp ( sid:8 ) alert\tip any any <> any any(sid:9;)',
    {...PLAIN, sid: 7, msg: 'no msg in rule'},
    {...PLAIN, sid: 8, msg: 'no msg in rule'},
    {...PLAIN, sid: 9, msg: 'no msg in rule'},
  ],
  ['alert tcp ( sid:10; ) # alert tcp ( sid:9999; )', {...PLAIN, sid: 10, msg: 'no msg in rule'}],
  [
    'alert tcp [10.0.0.1, !10.0.0.2] [80, 8080:8090] -> # where\n  $HOME_NET /* "*/" ; ) */ any\n\n(\n\tsid:11;\n)',
    {...PLAIN, sid: 11, msg: 'no msg in rule'},
  ],
  ['/* alert tcp ( sid:9998; ) "quoted */ too" * starred / # alert tcp ( sid:9996; )'],
  ['#begin\nalert tcp ( sid:9997; )\n #end\n#END here alert tcp ( sid:9995; )'],
  ['# alert tcp ( msg:"off"; sid:12; rev:3; )', {...PLAIN, sid: 12, rev: 3, msg: 'off', enabled: false}],
  [
    '  ##drop tcp any any -> any any ( msg:"off; too)"; sid:13 ) # since long',
    {...PLAIN, sid: 13, action: 'drop', msg: 'off; too)', enabled: false},
  ],
  ['# prose alert tcp any any -> any any ( msg:"a"; sid:1; rev:1; )'],
  ['# alert tcp ( msg:"prose behind"; sid:9994; ) and so on\n# alert tcp ( msg:"no sid"; )\n# alert me'],
  [
    'alert tcp any any -> any any \\\n( msg:"goes on"; \\\n # alert tcp ( sid:9993; )\n sid:14; )',
    {...PLAIN, sid: 14, msg: 'goes on'},
  ],
  ['alert tcp ( msg:"a\nb\\\nc"; sid:15; )', {...PLAIN, sid: 15, msg: 'ab\nc'}],
  [
    'alert http ( msg:"service header"; service:smtp,imap; service:pop3; classtype:policy-violation; sid:16; )',
    {
      ...PLAIN,
      sid: 16,
      msg: 'service header',
      classtype: 'policy-violation',
      priority: 1,
      services: ['smtp', 'imap', 'pop3', 'http'],
    },
  ],
  [
    'alert tcp ( sid:17; priority:7; classtype:sdf; ) alert tcp ( sid:18; classtype:sdf; priority:7; )',
    {...PLAIN, sid: 17, msg: 'no msg in rule', classtype: 'sdf', priority: 2},
    {...PLAIN, sid: 18, msg: 'no msg in rule', classtype: 'sdf', priority: 7},
  ],
  [
    'block tcp ( sid:0x13; rev:010; classtype:of-nobody; )',
    {...PLAIN, sid: 19, rev: 8, action: 'block', msg: 'no msg in rule', classtype: 'of-nobody', priority: 0},
  ],
  [
    'drop tcp ( sid:20; reference:cve,CVE-2020-1234; reference:url,a.example/b?c=d:e#f(g),h; reference:URL,x; )',
    {
      ...PLAIN,
      sid: 20,
      action: 'drop',
      msg: 'no msg in rule',
      references: ['cve 2020-1234', 'url a.example/b?c=d:e#f(g),h', 'url x'],
    },
  ],
  [
    'alert tcp ( metadata: policy balanced-ips drop , a (b) : "c;)" [;)], d; sid:21; )',
    {...PLAIN, sid: 21, msg: 'no msg in rule'},
  ],
  [
    'alert ( gid:116; sid:22; rev:1; msg:"(decode) stub"; metadata:rule-type preproc; classtype:misc-attack; )',
    {...PLAIN, gid: 116, sid: 22, rev: 1, msg: '(decode) stub', classtype: 'misc-attack', priority: 2},
  ],
  [
    'alert tcp ( content:"a",nocase , offset 4,depth 5; sid:23; )',
    {...PLAIN, sid: 23, msg: 'no msg in rule'},
  ],
  [
    'alert tcp [[10.0.0.1, 10.0.0.2] , 10.0.0.3] any -> any any ( metadata:a\\;b(; sid:24; )',
    {...PLAIN, sid: 24, msg: 'no msg in rule'},
  ],
  ['alert tcp ( msg:"last"; sid:4294967295; )', {...PLAIN, sid: 4294967295, msg: 'last'}],
];

/** The file, and its rules with their lines. */
export function nastyFile(): {text: string; wanted: readonly Wanted[]} {
  let text = '';
  const wanted: Wanted[] = [];
  for (const [piece, ...rules] of PIECES) {
    const line = text.split('\n').length;
    wanted.push(...rules.map(rule => ({...rule, line})));
    text += `${piece}\n`;
  }
  return {text, wanted};
}
