#!/usr/bin/env node
// Faults that a real Snort will not produce on demand. What it does for a capture stands in script.json of FAKE_FOLDER:
// {"captures": {"name.pcap": ["crash", "ok", ...]}}; one word for each attempt. "smoke": alerts of a smoke run (1). "enabled": rules that it says it enables (all).
import {readFileSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';

const folder = process.env.FAKE_FOLDER;
const script = JSON.parse(readFileSync(join(folder, 'script.json'), 'utf8'));
const args = process.argv.slice(2);
const value = name => args[args.indexOf(name) + 1];
const say = text => process.stdout.write(`${text}\n`);

/** Rules that begin a line of the file, or of those that it includes. */
function rulesIn(file) {
  const lines = readFileSync(file, 'utf8').split('\n');
  const included = lines.filter(line => line.startsWith('include ')).map(line => rulesIn(line.slice(8)));
  return included.reduce((sum, n) => sum + n, lines.filter(line => line.startsWith('alert ')).length);
}

// -V, --daq-list and --dump-rule-state are answered by test/rig/fake-snort.ts
if (args.includes('-T')) {
  const rules = value('-R') === 'none.rules' ? 0 : (script.enabled ?? rulesIn(value('-R')));
  if (script.check === 'cut-off') process.exit(0);
  say('Snort successfully validated the configuration (with 0 warnings).');
  say(
    `ips policies rule stats\n              id  loaded  shared enabled    file\n               0    ${rules}       0    ${rules}    x.lua`,
  );
  say(
    `--------\nrule counts\n       total rules loaded: ${rules}\n               text rules: ${rules}\n--------`,
  );
} else {
  const captures = readFileSync(value('--pcap-file'), 'utf8').trim().split('\n');
  const [capture] = captures;
  if (basename(capture) === 'sentinel.pcap') {
    const alerts = '{ "rule" : "1:3999999999:1", "msg" : "ruletrial sentinel" }\n'.repeat(script.smoke ?? 1);
    writeFileSync(join(value('-l'), 'alert_json.txt'), alerts);
    say(`Commencing packet processing\n++ [0] ${capture}`);
    finish('ok');
    process.exit(0);
  }
  const attempt = claimAttempt(basename(capture));
  const doings = script.captures?.[basename(capture)] ?? ['ok'];
  const doing = doings[Math.min(attempt, doings.length - 1)];
  const alert = n =>
    `{ "seconds" : ${1_780_000_000 + n}, "rule" : "1:1:1", "msg" : "fake", "src_addr" : "192.0.2.1", "pkt_num" : ${n}, "iface" : "${capture}" }\n`;
  const log = join(value('-l'), 'alert_json.txt');
  const lines = doing === 'torn' ? alert(1) + alert(2).slice(0, 30) : alert(1) + alert(2);
  writeFileSync(log, lines);
  if (doing === 'never-ready') process.exit(1);
  say('Commencing packet processing');
  for (const opened of captures) say(`++ [0] ${opened}`);
  if (doing === 'crash' || doing === 'torn') process.kill(process.pid, 'SIGSEGV');
  if (doing === 'wait') setInterval(() => {}, 1000);
  else finish(doing);
}

// Each number is claimed by one process: two engines that begin at once never take the same.
function claimAttempt(capture) {
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(join(folder, `${capture}.${attempt}`), '', {flag: 'wx'});
      return attempt;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
}

function finish(doing) {
  if (doing === 'stopped') say('** caught term signal');
  const analyzed = doing === 'fewer-packets' ? 7 : 10;
  say(
    `--------\nPacket Statistics\n--------\ndaq\n                 received: 10\n                 analyzed: ${analyzed}\n--------`,
  );
  say(
    `Module Statistics\n--------\ndetection\n                 analyzed: 10\n                   logged: ${doing === 'loses-an-alert' ? 3 : 2}\n--------`,
  );
}
