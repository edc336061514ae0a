/** Says how to install Snort 3 on this system; Debian and Ubuntu have no package of it (Ubuntu's `snort` is Snort 2). */
export function howToGetSnort(platform: string, osId: string): readonly string[] {
  const own = platform === 'darwin' ? 'darwin' : platform === 'freebsd' ? 'freebsd' : osId;
  return [...(PACKAGES[own] ?? NO_PACKAGE(own)), IMAGE, SOURCE];
}

const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  kali: ['Kali: apt install snort'],
  arch: ['Arch: from the AUR, such as yay -S snort'],
  alpine: ['Alpine: apk add snort'],
  freebsd: ['FreeBSD: pkg install snort3'],
  darwin: ['Homebrew: brew install snort'],
};

const NO_PACKAGE = (osId: string): readonly string[] =>
  osId === 'debian' || osId === 'ubuntu'
    ? [
        `${osId === 'debian' ? 'Debian' : 'Ubuntu'} has no package of Snort 3 (a package called snort is Snort 2)`,
      ]
    : [];

const IMAGE = 'in a container: the image ciscotalos/snort3 has it';
const SOURCE =
  'from source: build libdaq, then snort3, as described in https://github.com/snort3/libdaq and https://github.com/snort3/snort3';
