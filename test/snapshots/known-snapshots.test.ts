import {describe, expect, it} from 'vitest';
import {compareVersions, KNOWN_SNAPSHOTS, snapshotFor} from '../../harness/snapshots/known-snapshots.ts';

describe('the registered snapshot for a Snort', () => {
  it.each([
    ['3.11.1.0', 'snortrules-snapshot-3900.tar.gz'],
    ['3.9.0.0', 'snortrules-snapshot-3900.tar.gz'],
    ['3.1.47.0', 'snortrules-snapshot-31470.tar.gz'],
    ['3.1.11.0', 'snortrules-snapshot-31110.tar.gz'],
    [undefined, 'snortrules-snapshot-3900.tar.gz'],
  ])('%s is the newest that is not newer than it, compared as numbers', (version, file) => {
    expect(snapshotFor(version, undefined)?.file).toBe(file);
  });

  it('is none for a Snort that is older than all', () => {
    expect(snapshotFor('3.0.0.1', undefined)).toBeUndefined();
  });

  it('is the one that is named, of which the Snort may not be known', () => {
    const name = 'snortrules-snapshot-3999.tar.gz';
    expect(snapshotFor('3.1.47.0', name)).toEqual({file: name, snort: undefined});
  });

  it('has the name that PulledPork3 makes of its version: letters and digits alone', () => {
    for (const {file, snort} of KNOWN_SNAPSHOTS)
      expect(file).toBe(`snortrules-snapshot-${snort.replace(/[^a-zA-Z0-9]/g, '')}.tar.gz`);
  });
});

describe('versions', () => {
  it('are compared part by part, a missing part being 0', () => {
    expect(compareVersions('3.11.1.0', '3.9.0.0')).toBeGreaterThan(0);
    expect(compareVersions('3.1.47.0-0', '3.1.47')).toBe(0);
    expect(compareVersions('3.0.3-4', '3.0.3')).toBeGreaterThan(0);
  });
});
