import {describe, expect, it} from 'vitest';
import {readClassifications} from '../../harness/rules/classifications.ts';
import {dialectOf} from '../../harness/rules/dialect.ts';

describe('rules for another program', () => {
  it.each([
    [
      'alert http any any -> any any (msg:"a"; http.uri; content:"/x"; startswith; sid:1; rev:1;)',
      'Suricata',
    ],
    ['alert dns any any -> any any (msg:"a"; dns.query; content:"x"; sid:1;)', 'Suricata'],
    // modifiers that both have do not outvote what Suricata alone has
    [
      'alert http any any -> any any (msg:"a"; content:"x"; nocase; depth:9; http_server_body; content:"y"; distance:0; sid:1;)',
      'Suricata',
    ],
    ['alert smtp any any -> any any (msg:"a"; content:"x"; offset:4; depth:1; nocase; sid:1;)', 'Suricata'],
    ['alert tcp any any -> any any (msg:"a"; pcre:"/^curl/V"; sid:1;)', 'Suricata'],
    ['alert tcp any any -> any 80 (msg:"a"; content:"x"; nocase; offset:4; sid:1;)', 'snort2lua'],
    [
      'alert tcp any any -> any 80 (msg:"a"; content:"x"; nocase; distance:1; threshold:type limit; sid:1;)',
      'snort2lua',
    ],
    ['alert tcp any any -> any 80 (msg:"a"; pcre:"/\\/cmd\\.php/Ui"; sid:1;)', 'snort2lua'],
    ['alert tcp any any -> any 80 (msg:"a"; uricontent:"/x"; sid:1;)', 'snort2lua'],
  ])('%s are called what they are', (rule, word) => {
    expect(dialectOf([rule])).toContain(word);
  });

  it('are not suspected for one slip in a file of rules for Snort 3', () => {
    const good = 'alert http ( msg:"a"; http_uri; content:"x",nocase; sid:1; )\n'.repeat(20);
    expect(
      dialectOf([`${good}alert tcp any any -> any any (content:"x"; nocase; sid:2;)\n`]),
    ).toBeUndefined();
    expect(dialectOf([good])).toBeUndefined();
  });
});

describe('a classification.config', () => {
  it('gives names, priorities and texts; the last of a name counts', () => {
    const text = `# comment
config classification: targeted-activity,Targeted, and malicious,1
config classification: mine,Mine,3\r
config classification:mine,Mine again,2
config reference: url http://
`;
    expect(readClassifications(text)).toEqual([
      {name: 'targeted-activity', priority: 1, text: 'Targeted, and malicious'},
      {name: 'mine', priority: 2, text: 'Mine again'},
    ]);
  });
});
