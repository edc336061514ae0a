import type {ReadWhole} from './list-source.ts';
import {manualSource} from './manual-source.ts';
import type {RulesetSource} from './ports.ts';
import {lacksOf, type Provider} from './provider.ts';
import type {ArchiveOfProvider, Sources} from './source-kinds.ts';

export interface PreviewDeps {
  /** Returns whether this user can read the file or folder at a path. */
  isReadable(path: string): Promise<boolean>;
  readonly readWhole: ReadWhole;
  /** Returns the archive with the settings of this machine. */
  providerOf(archive: ArchiveOfProvider): Provider;
}

/** Creates sources that only report what they lack; none is read, and no request is sent. */
export function previewSources({isReadable, readWhole, providerOf}: PreviewDeps): Sources {
  const unread = (lacks: NonNullable<RulesetSource['lacks']>): RulesetSource => ({
    lacks,
    read: () => Promise.reject(new Error('this source only reports what it lacks')),
  });
  const onDisk = (expected: string) =>
    unread(async (path, {ruleset}) =>
      (await isReadable(path))
        ? undefined
        : {kind: 'source-missing', ruleset, path, expected, reason: 'it cannot be found or read'},
    );
  const unknown = unread(async () => undefined);
  const ofProvider = (archive: ArchiveOfProvider) => unread(lacksOf(providerOf(archive)));
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
