import {describe, expect, it} from 'vitest';
import * as rules from './house-rules.ts';
import {readSources} from './sources.ts';

const sources = readSources();

/** Claim and rule; what breaks a rule stands in the difference, with what to do about it. */
const claims: readonly (readonly [claim: string, rule: rules.Rule])[] = [
  ['has a row for every room', rules.everyRoomHasARow],
  ['lets a room import only lower rows', rules.onlyLowerRows],
  ['lets no room but wiring know an outside thing', rules.outsideThingsStandAlone],
  ['loads outside things only when they are needed', rules.wiringLoadsLate],
  ['loads nothing for --version', rules.mainLoadsLate],
  ['keeps I/O and its libraries out of the rooms', rules.roomsTouchNothingOutside],
  ['keeps process, timers and the network out of the rooms', rules.roomsUseNoReachingGlobals],
  ['keeps clock and chance out of the rooms', rules.roomsHaveNoClockAndNoChance],
  ['prints in one place', rules.onlyTheConsolePrints],
  ['keeps the demo and the harness apart', rules.theDemoStandsApart],
  ['has no file longer than 200 lines', rules.filesAreShort],
  ['has no function longer than 60 lines', rules.functionsAreShort],
  ['names files for what they hold', rules.filesAreNamedForWhatTheyHold],
];

describe('the house', () => {
  it('was read whole', () => {
    const paths = sources.map(({path}) => path);
    expect(paths).toContain('harness/main.ts');
    expect(paths).toContain('demo/make-captures.ts');
    expect(sources.flatMap(({imports}) => imports).length).toBeGreaterThan(sources.length);
  });

  it.each(claims)('%s', (_claim, rule) => {
    expect(rule(sources)).toEqual([]);
  });
});
