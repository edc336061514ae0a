import {readFileSync} from 'node:fs';

// The first two fenced sh blocks of the README are the two commands that a stranger types.
const blocks = [...readFileSync('README.md', 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)].map(found =>
  found[1].trim(),
);
process.stdout.write(`${blocks.slice(0, 2).join('\n')}\n`);
