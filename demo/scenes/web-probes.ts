import {attacker} from './hosts.ts';
import type {Scene} from './scene.ts';
import {webAttack} from './web-attack.ts';

const TARGETS = [
  '/.env',
  '/.git/config',
  '/phpmyadmin/index.php',
  '/wp-login.php',
  '/api/.env',
  '/backup.sql',
  '/admin/.env',
  '/server-status',
] as const;

const SCANNER = {'User-Agent': 'zgrab/0.x', Accept: '*/*'};

export const webProbes = {
  name: 'web-probes',
  describe: 'a scanner looks for forgotten files and admin pages',
  minute: 80,
  packets: random =>
    webAttack(
      {from: attacker(105), port: 80, requests: TARGETS.map(target => ({target, headers: SCANNER}))},
      random,
    ),
} as const satisfies Scene;
