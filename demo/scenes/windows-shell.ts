import {SECOND} from '../packets/packet.ts';
import {repeat} from '../packets/repeat.ts';
import {client, server, tcpSession} from '../packets/tcp-session.ts';
import {attacker, SECOND_SENSOR} from './hosts.ts';
import type {Scene} from './scene.ts';

const PROMPT = '\r\nC:\\Windows\\system32>';
const BANNER = `Microsoft Windows [Version 6.1.7601]\r\nCopyright (c) 2009 Microsoft Corporation.\r\n${PROMPT}`;

export const windowsShell = {
  name: 'windows-shell',
  describe: 'a Windows bind shell and its users',
  minute: 115,
  packets: random =>
    repeat(3, n =>
      tcpSession(
        {
          client: {address: attacker(145), port: random.port()},
          server: {address: SECOND_SENSOR, port: 4444},
          at: n * 60 * SECOND,
          turns: [
            server(BANNER),
            client('whoami\r\n', 2 * SECOND),
            server(`whoami\r\nnt authority\\system\r\n${PROMPT}`),
            client('exit\r\n', 3 * SECOND),
          ],
          ends: 'server',
        },
        random,
      ),
    ),
} as const satisfies Scene;
