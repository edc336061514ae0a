import {writeFileSync} from 'node:fs';
import {seeded} from './make-lines.ts';

const KINDS = ['SERVER-WEBAPP', 'MALWARE-CNC', 'FILE-PDF', 'BROWSER-IE', 'OS-WINDOWS', 'PROTOCOL-SCADA'];
const PRODUCTS = ['Acme Portal', 'Lamp CMS', 'Wick Router', 'Lantern Mail', 'Oilcan DB', 'Soot Agent'];
const WHAT = [
  'command injection attempt',
  'outbound connection',
  'memory corruption attempt',
  'traversal attempt',
];
const CLASSTYPES = ['web-application-attack', 'trojan-activity', 'attempted-user', 'attempted-admin'];
const POLICIES = ['max-detect', 'security', 'balanced', 'connectivity'];

/** Writes rules of the form and the proportions of Talos's; four of ten refer to a CVE. Gives a CVE that some name. */
export function makeRules(path: string, count: number): {readonly bytes: number; readonly cve: string} {
  const next = seeded(7);
  const one = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)] as T;
  const word = () => Math.floor(next() * 36 ** 6).toString(36);
  let cve = '';
  const lines: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const year = 2004 + Math.floor(next() * 21);
    const named = next() < 0.4 ? `${year}-${1000 + Math.floor(next() * 30_000)}` : undefined;
    if (n > count / 2) cve ||= named ?? '';
    const policies = POLICIES.slice(0, Math.floor(next() * 5)).map(policy => `policy ${policy}-ips drop`);
    const options = [
      `msg:"${one(KINDS)} ${one(PRODUCTS)} ${word()} ${one(WHAT)}"`,
      'flow:to_server,established',
      `http_uri; content:"/${word()}/${word()}.php",fast_pattern,nocase`,
      ...(next() < 0.7 ? [`content:"${word()}=|3A 20|${word()}",within 50`] : []),
      ...(next() < 0.3 ? [`pcre:"/[?&]${word()}=[^&]*?([\\x60\\x3b\\x7c]|%60|%3b)/Ui"`] : []),
      `metadata:${[...policies, 'impact_flag red'].join(', ')}`,
      'service:http',
      ...(named ? [`reference:cve,${named}`] : []),
      `reference:url,www.example.com/advisory/${word()}`,
      ...(next() < 0.2 ? ['reference:url,attack.mitre.org/techniques/T1190'] : []),
      `classtype:${one(CLASSTYPES)}`,
      `sid:${1_000_000 + n}`,
      `rev:${1 + Math.floor(next() * 12)}`,
    ];
    lines.push(
      `${next() < 0.1 ? '# ' : ''}alert tcp $EXTERNAL_NET any -> $HOME_NET $HTTP_PORTS ( ${options.join('; ')}; )\n`,
    );
  }
  const text = lines.join('');
  writeFileSync(path, text);
  return {bytes: text.length, cve};
}
