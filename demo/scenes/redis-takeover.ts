import {SECOND} from '../packets/packet.ts';
import {repeat} from '../packets/repeat.ts';
import {client, server, tcpSession} from '../packets/tcp-session.ts';
import {attacker, SENSOR} from './hosts.ts';
import type {Scene} from './scene.ts';

/** A command as an array of bulk strings (RESP 2). */
const command = (...words: readonly string[]): string =>
  [`*${words.length}`, ...words.flatMap(word => [`$${word.length}`, word]), ''].join('\r\n');

export const redisTakeover = {
  name: 'redis-takeover',
  describe: "a source makes Redis write its data into the host's cron jobs",
  minute: 130,
  packets: random =>
    repeat(2, n =>
      tcpSession(
        {
          client: {address: attacker(160), port: random.port()},
          server: {address: SENSOR, port: 6379},
          at: n * 20 * SECOND,
          turns: [
            client(command('INFO', 'server')),
            server('$21\r\nredis_version:5.0.14\n\r\n'),
            client(command('CONFIG', 'SET', 'dir', '/var/spool/cron')),
            server('+OK\r\n'),
            client(command('CONFIG', 'SET', 'dbfilename', 'root')),
            server('+OK\r\n'),
            client(command('SAVE')),
            server('+OK\r\n'),
          ],
        },
        random,
      ),
    ),
} as const satisfies Scene;
