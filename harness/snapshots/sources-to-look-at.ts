import type {ReadWhole} from './list-source.ts';
import {manualSource} from './manual-source.ts';
import type {RulesetSource} from './ports.ts';
import {lacksOf, type Provider} from './provider.ts';
import type {ArchiveOfProvider, Sources} from './source-kinds.ts';

export interface LookDeps {
  /** Whether this user can read what is at a path. */
  isReadable(path: string): Promise<boolean>;
  readonly readWhole: ReadWhole;
  /** The archive as this machine would ask for it. */
  providerOf(archive: ArchiveOfProvider): Provider;
}

/** Sources that only say what they lack; none of them is read, and no provider is asked. */
export function sourcesToLookAt({isReadable, readWhole, providerOf}: LookDeps): Sources {
  const looking = (lacks: NonNullable<RulesetSource['lacks']>): RulesetSource => ({
    lacks,
    read: () => Promise.reject(new Error('this source is only there to say what it lacks')),
  });
  const onDisk = (expected: string) =>
    looking(async (path, {ruleset}) =>
      (await isReadable(path))
        ? undefined
        : {kind: 'source-missing', ruleset, path, expected, reason: 'it cannot be found or read'},
    );
  const unknown = looking(async () => undefined);
  const ofProvider = (archive: ArchiveOfProvider) => looking(lacksOf(providerOf(archive)));
  return {
    file: onDisk('a rules file'),
    folder: onDisk('a folder of rules'),
    archive: onDisk('a .tar.gz of rules'),
    url: unknown,
    manual: from => manualSource(readWhole, from, {archive: unknown, rules: unknown, list: unknown}),
    pulledpork3: ofProvider,
    download: ofProvider,
    list: onDisk('a list of addresses'),
    urlList: unknown,
  };
}
