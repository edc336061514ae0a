import {execFileSync} from 'node:child_process';

/** Tests that start a process run what a user runs: the built dist/. */
export default function buildOnce(): void {
  execFileSync('npm', ['run', '--silent', 'build'], {stdio: 'inherit'});
}
