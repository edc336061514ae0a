import {SECOND} from '../packets/packet.ts';
import {repeat} from '../packets/repeat.ts';
import {client, server, tcpSession} from '../packets/tcp-session.ts';
import {httpRequest, httpResponse} from '../protocols/http.ts';
import {SENSOR, stranger} from './hosts.ts';
import type {Scene} from './scene.ts';

const PARAGRAPH = '<p>Opening hours: Monday to Friday, nine to five. We look forward to your visit.</p>\n';
const PAGE = `<!doctype html>\n<title>Garden tools</title>\n<h1>Garden tools</h1>\n${PARAGRAPH.repeat(24)}`;
const STYLE = 'body { margin: 2rem auto; max-width: 40rem; font-family: sans-serif }\n';

const VISITOR = {
  host: 'www.example.com',
  headers: {'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0', Accept: '*/*'},
};

export const cleanWeb = {
  name: 'clean-web',
  describe: 'visitors read a web page and its style sheet',
  minute: 0,
  packets: random =>
    repeat(12, n =>
      tcpSession(
        {
          client: {address: stranger(1 + n), port: random.port()},
          server: {address: SENSOR, port: 80},
          at: n * 9 * SECOND,
          turns: [
            client(httpRequest({target: '/', ...VISITOR})),
            server(httpResponse('200 OK', PAGE)),
            client(httpRequest({target: '/style.css', ...VISITOR})),
            server(httpResponse('200 OK', STYLE, 'text/css')),
          ],
        },
        random,
      ),
    ),
} as const satisfies Scene;
