import {SECOND} from '../packets/packet.ts';
import {repeat} from '../packets/repeat.ts';
import {client, server, tcpSession} from '../packets/tcp-session.ts';
import {attacker, eitherSensor} from './hosts.ts';
import type {Scene} from './scene.ts';

export const smtpRelay = {
  name: 'smtp-relay',
  describe: 'a source tests whether the mail server is an open relay',
  minute: 120,
  packets: random =>
    repeat(9, n =>
      tcpSession(
        {
          client: {address: attacker(150), port: random.port()},
          server: {address: eitherSensor(n), port: 25},
          at: n * 6 * SECOND,
          turns: [
            server('220 mail.example.com ESMTP\r\n'),
            client('EHLO relay.example.test\r\n'),
            server('250-mail.example.com\r\n250 8BITMIME\r\n'),
            client(`MAIL FROM:<probe${n}@example.test>\r\n`),
            server('250 2.1.0 Ok\r\n'),
            client('RCPT TO:<collect@example.test>\r\n'),
            server('554 5.7.1 Relay access denied\r\n'),
            client('QUIT\r\n'),
            server('221 2.0.0 Bye\r\n'),
          ],
        },
        random,
      ),
    ),
} as const satisfies Scene;
