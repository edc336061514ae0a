import {spawn} from 'node:child_process';

/** How long a program may take to fail; one that opens the file may go on for as long as the file is open. */
const FAILS_WITHIN_MS = 2000;

/** The program that opens a file on each platform; `xdg-open` stands for all desktops of Linux and BSD. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['explorer.exe'],
};
const XDG = ['xdg-open'];

/** Opens a file with the program of this desktop, and returns the reason if that fails. */
export function openFile(
  path: string,
  platform: NodeJS.Platform = process.platform,
): Promise<string | undefined> {
  const [program = '', ...args] = OPENERS[platform] ?? XDG;
  return new Promise(done => {
    const child = spawn(program, [...args, path], {detached: true, stdio: 'ignore'});
    const timer = setTimeout(() => end(undefined), FAILS_WITHIN_MS);
    const end = (reason: string | undefined): void => {
      clearTimeout(timer);
      child.unref();
      done(reason);
    };
    child.on('error', error =>
      end('code' in error && error.code === 'ENOENT' ? `${program} is not installed` : error.message),
    );
    // explorer.exe ends with 1 although it has opened the file
    child.on('exit', code => end(code === 0 || platform === 'win32' ? undefined : reasonOf(program, code)));
  });
}

/** Says why a program did not open a file. xdg-open ends with 3 or 4 where there is no desktop, as on a server. */
const reasonOf = (program: string, code: number | null): string =>
  program === 'xdg-open' && (code === 3 || code === 4)
    ? 'xdg-open found no browser'
    : `${program} ended with exit code ${code}`;
