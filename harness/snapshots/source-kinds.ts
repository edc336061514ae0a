import type {RulesetDeclaration} from '../declarations/ruleset.ts';
import type {RulesetSource} from './ports.ts';
import type {Provider} from './provider.ts';
import {addressOf} from './redact.ts';

type Declared = NonNullable<RulesetDeclaration['source']>;
type KeyOf<Union> = Union extends unknown ? keyof Union : never;
type PlaceOf<Kind extends SourceKind> = Extract<Declared, Readonly<Record<Kind, unknown>>>[Kind &
  KeyOf<Declared>];

/** A key of `source:` in a declaration. */
export type SourceKind = KeyOf<Declared>;

/** An archive on snort.org; `oinkcode` is the name of the environment variable. */
export type ArchiveOfProvider = Pick<Provider, 'layout' | 'snapshot'> & {readonly oinkcode: string};

/** Readers of each kind of source, and of blocklists; supplied by wiring. */
export interface Sources {
  readonly file: RulesetSource;
  readonly folder: RulesetSource;
  readonly archive: RulesetSource;
  readonly url: RulesetSource;
  manual(getFrom: string | undefined): RulesetSource;
  pulledpork3(archive: ArchiveOfProvider): RulesetSource;
  download(archive: ArchiveOfProvider): RulesetSource;
  readonly list: RulesetSource;
  readonly urlList: RulesetSource;
}

/** A source, and the place that it reads. */
export interface SourcePlace {
  readonly source: RulesetSource;
  readonly path: string;
}

export interface SourceDeps {
  readonly sources: Sources;
  /** Returns the absolute path of one that a declaration names. */
  resolve(path: string): string;
}

interface SourceAttributes<Kind extends SourceKind> {
  /**
   * Whether the user edits its rules, so that missing rules were removed on purpose. Archives do not count: they are on
   * this machine, but a provider made them, and rules may be missing because of a damaged download.
   */
  readonly isEditedByHand: boolean;
  /**
   * Whether each trial reads its current state, which burdens no provider. For all other kinds, the last good snapshot
   * stays in use until the user takes a newer one.
   */
  readonly isReadForEachTrial: boolean;
  at(place: PlaceOf<Kind>, declared: RulesetDeclaration, deps: SourceDeps): SourcePlace;
  /** Returns the place as shown in reports and failures; by default, as declared. */
  shown?(place: PlaceOf<Kind>): string;
}

const archiveOf = (
  layout: Provider['layout'],
  {oinkcode, registered_snapshot: snapshot}: RulesetDeclaration,
): ArchiveOfProvider => ({layout, oinkcode, snapshot});

/** Every kind of ruleset source, by its key in a declaration. */
export const SOURCE_KINDS: {readonly [Kind in SourceKind]: SourceAttributes<Kind>} = {
  file: {
    isEditedByHand: true,
    isReadForEachTrial: true,
    at: (path, _, {sources, resolve}) => ({source: sources.file, path: resolve(path)}),
  },
  folder: {
    isEditedByHand: true,
    isReadForEachTrial: true,
    at: (path, _, {sources, resolve}) => ({source: sources.folder, path: resolve(path)}),
  },
  archive: {
    isEditedByHand: false,
    isReadForEachTrial: true,
    at: (path, _, {sources, resolve}) => ({source: sources.archive, path: resolve(path)}),
  },
  pulledpork3: {
    isEditedByHand: false,
    isReadForEachTrial: false,
    at: (layout, declared, {sources}) => ({
      source: sources.pulledpork3(archiveOf(layout, declared)),
      path: '',
    }),
  },
  download: {
    isEditedByHand: false,
    isReadForEachTrial: false,
    at: (layout, declared, {sources}) => ({source: sources.download(archiveOf(layout, declared)), path: ''}),
  },
  url: {
    isEditedByHand: false,
    isReadForEachTrial: false,
    at: (address, _, {sources}) => ({source: sources.url, path: address}),
    // a query may hold a key
    shown: addressOf,
  },
  manual: {
    isEditedByHand: false,
    isReadForEachTrial: false,
    at: (name, {get_from: getFrom}, {sources, resolve}) => ({
      source: sources.manual(getFrom),
      path: resolve(`rulesets/manual/${name}`),
    }),
  },
};

/** Default share of the last good snapshot that may be missing. */
const MAX_SHRINK = 0.2;

/** The source that a ruleset declares, with what its kind implies. */
export interface DeclaredSource {
  /** The source as declared, without secrets: `archive community.tar.gz`; `none` for a ruleset without rules. */
  readonly shown: string;
  readonly isReadForEachTrial: boolean;
  /** Share of the last good snapshot that may be missing, 0..1. */
  readonly maxShrink: number;
  /** Returns the place to read; undefined for a ruleset without rules. */
  at(deps: SourceDeps): SourcePlace | undefined;
}

export function sourceOf(declared: RulesetDeclaration): DeclaredSource {
  const [entry] = Object.entries(declared.source ?? {}) as [SourceKind, string][];
  if (!entry) return {shown: 'none', isReadForEachTrial: true, maxShrink: MAX_SHRINK, at: () => undefined};
  const [kind, place] = entry;
  // the schema has checked that the place matches the kind
  const {isEditedByHand, isReadForEachTrial, at, shown} = SOURCE_KINDS[kind] as SourceAttributes<'file'>;
  return {
    shown: `${kind} ${shown?.(place) ?? place}`,
    isReadForEachTrial,
    maxShrink: isEditedByHand ? 1 : MAX_SHRINK,
    at: deps => at(place, declared, deps),
  };
}
