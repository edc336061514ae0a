import type {Manifest} from '../../harness/domain/snapshot.ts';
import type {Finished, Rig} from './project.ts';

/** What `snapshot take --json` says of one ruleset. */
export interface ToldTake {
  readonly ruleset: string;
  readonly result: 'taken' | 'unchanged' | 'refused' | 'unavailable';
  readonly words: string;
  readonly manifest?: Manifest;
  readonly last?: Manifest;
}

/** Takes through the command line, whatever comes of it. */
export async function takeBy(
  rig: Rig,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Finished & {readonly told: readonly ToldTake[]; told1(ruleset: string): ToldTake}> {
  const done = await rig.ask(['snapshot', 'take', ...args, '--json'], env);
  if (!done.stdout.startsWith('[')) throw new Error(`exit ${done.exit}: ${done.stderr.slice(-2000)}`);
  const told = JSON.parse(done.stdout) as readonly ToldTake[];
  return {
    ...done,
    told,
    told1(ruleset) {
      const found = told.find(one => one.ruleset === ruleset);
      if (!found) throw new Error(`nothing is told of ${ruleset}`);
      return found;
    },
  };
}

/** Takes that must be good; gives their manifests by ruleset. */
export async function takenBy(
  rig: Rig,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Readonly<Record<string, Manifest>>> {
  const {stdout} = await rig.ok(['snapshot', 'take', ...args, '--json'], env);
  const told = JSON.parse(stdout) as readonly ToldTake[];
  return Object.fromEntries(
    told.flatMap(({ruleset, manifest}) => (manifest ? [[ruleset, manifest] as const] : [])),
  );
}

/** One manifest of `takenBy`. */
export async function takenOne(
  rig: Rig,
  ruleset: string,
  env: Record<string, string> = {},
  more: readonly string[] = [],
): Promise<Manifest> {
  const manifest = (await takenBy(rig, [ruleset, ...more], env))[ruleset];
  if (!manifest) throw new Error(`${ruleset} was not taken`);
  return manifest;
}
