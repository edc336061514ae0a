import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'vitest';

/** No name and no byte below a folder (a project with its state folder and reports) holds the secret, nor what was said. */
export function expectNowhere(folder: string, secret: string, said: readonly string[]): void {
  for (const text of said) expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
  for (const entry of readdirSync(folder, {recursive: true, withFileTypes: true})) {
    const path = join(entry.parentPath, entry.name);
    expect(path).not.toContain(secret);
    if (entry.isFile()) expect(readFileSync(path, 'latin1').toLowerCase(), path).not.toContain(secret);
  }
}

/** Looks at the command line of every process, as often as it can, until stopped; gives those with the secret. */
export function watchCommandLines(secret: string): {stop(): readonly string[]} {
  const found = new Set<string>();
  const look = () => {
    for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
      const command = readOr(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
      if (command.includes(secret) && Number(pid) !== process.pid) found.add(command);
    }
  };
  const timer = setInterval(look, 20);
  return {
    stop() {
      look();
      clearInterval(timer);
      return [...found];
    },
  };
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
