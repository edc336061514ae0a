import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {failed, ok} from '../../harness/domain/result.ts';
import {NO_TUNING} from '../../harness/rules/tune.ts';
import {readSidLines} from '../../harness/rules/tuning-lines.ts';
import {fileSource, readWhole} from '../../harness/snapshots/directory/read-directory.ts';
import {listSource} from '../../harness/snapshots/list-source.ts';
import type {TakeOrder} from '../../harness/snapshots/take-order.ts';
import {sourceRequest, taken, wanted} from '../fixtures/taking.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';
import {afterGood} from '../rig/refusing.ts';

const lists = listSource(readWhole);

const rules = (from: number, to: number, before = ''): string =>
  Array.from(
    {length: to - from},
    (_, n) => `${before}alert tcp any any -> any any (msg:"${from + n}"; sid:${from + n}; rev:1;)\n`,
  ).join('');
const addresses = (count: number): string => Array.from({length: count}, (_, n) => `192.0.2.${n}\n`).join('');

/** A state folder with a good snapshot of ten rules, or of a list of a hundred addresses. */
async function good(kind: 'rules' | 'list', more: Partial<TakeOrder> = {}) {
  const path = join(tempFolder(), kind === 'rules' ? 'x.rules' : 'x.txt');
  writeFileSync(path, kind === 'rules' ? rules(1, 11) : addresses(100));
  const wish = wanted(kind === 'rules' ? fileSource : lists, path, {maxShrink: 0.2, ...more});
  const state = await afterGood(wish);
  return {
    path,
    state,
    refused: (text: string, other: Partial<TakeOrder> = {}) => {
      writeFileSync(path, text);
      return state.refused({...wish, ...other});
    },
    taken: (text: string | Uint8Array, other: Partial<TakeOrder> = {}) => {
      writeFileSync(path, text);
      return taken({...wish, ...other}, state.outside);
    },
  };
}

const shrunk = (now: number, what: string, before: number, percent: number): string =>
  `rulesets/x.yaml: it has ${now} ${what}, the last good snapshot has ${before}: more than ${percent} % are gone. ` +
  'If that is right: ruletrial snapshot take x --accept-shrink';

describe('a ruleset that has become smaller', () => {
  it('beyond max_shrink is refused, in rules, in enabled rules and in addresses', async () => {
    const some = await good('rules');
    expect(await some.refused(rules(1, 8))).toBe(shrunk(7, 'rules', 10, 20));
    expect(await some.refused(rules(1, 8) + rules(8, 11, '# '))).toBe(shrunk(7, 'enabled rules', 10, 20));
    const list = await good('list');
    expect(await list.refused(addresses(79))).toBe(shrunk(79, 'addresses', 100, 20));
  });

  it('by max_shrink and no more is taken, measured against the last good one each time', async () => {
    const {taken: take} = await good('rules');
    expect((await take(rules(1, 9))).counts.text).toBe(8);
    expect((await take(rules(1, 8))).gate).toContainEqual(
      expect.objectContaining({
        check: 'size',
        outcome: 'passed',
        words: expect.stringMatching(/^against [0-9a-f]{12}$/),
      }),
    );
    await expect(take(rules(1, 6))).rejects.toThrow(shrunk(5, 'rules', 7, 20));
  });

  it('is taken with --accept-shrink, which the manifest records, and is the measure from then on', async () => {
    const {taken: take} = await good('rules');
    const small = await take(rules(1, 3), {accept: ['shrink']});
    expect(small.gate).toContainEqual({check: 'size', outcome: 'accepted', words: '--accept-shrink: shrunk'});
    const again = await take(rules(2, 4));
    expect(again.gate.filter(({outcome}) => outcome === 'accepted')).toEqual([]);
  });

  it('is not excused by what excuses bad lines', async () => {
    const {refused} = await good('rules');
    expect(await refused(rules(1, 2), {accept: ['bad-lines']})).toBe(shrunk(1, 'rules', 10, 20));
  });
});

describe('a ruleset without an enabled rule', () => {
  const none = (why: string) =>
    `rulesets/x.yaml: none of its 10 rules is enabled: ${why}. Check that; to run an arm without rules on purpose, declare "rules: none"`;

  it('is refused, unless it is declared to have none', async () => {
    const {refused} = await good('rules');
    expect(await refused(rules(1, 11, '# '))).toBe(none('all of them are commented out'));
    const empty = await taken(wanted(fileSource, '', {places: [], none: true}));
    expect(empty.gate).toContainEqual({
      check: 'rules-enabled',
      outcome: 'passed',
      words: 'none, as declared',
    });
    expect(empty.counts).toMatchObject({text: 0, enabled: 0});
  });

  it('says what switched its rules off', async () => {
    const path = join(tempFolder(), 'x.rules');
    const words = async (text: string, more: Partial<TakeOrder>) => {
      writeFileSync(path, text);
      return taken(wanted(fileSource, path, more)).then(
        () => 'taken',
        (error: Error) => error.message,
      );
    };
    const tuning = ok({
      tuning: {...NO_TUNING, disable: readSidLines('1:1-1:10').entries},
      classifications: [],
    });
    expect(await words(rules(1, 11), {tuning})).toBe(none('"disable:" turns off all of them'));
    expect(await words(rules(1, 11), {request: sourceRequest({policy: 'balanced'})})).toBe(
      none('the policy balanced selects none of the 10 that are not commented out'),
    );
    expect(await words('# nothing yet\n', {})).toBe(
      `rulesets/x.yaml: it has no rules: nothing in here ${path} is one. Check that; to run an arm without rules on purpose, declare "rules: none"`,
    );
  });
});

const badLines = (
  path: string,
  line: number,
  found: string,
  bad: number,
  lines: number,
  advice = 'Fix the list, or allow a share of invalid lines: bad_lines: 0.02',
): string =>
  `${path}:${line} (ruleset x): expected an address or a network such as 192.0.2.0/24, found ${JSON.stringify(found)}; ` +
  `${bad} of ${lines} lines are invalid. ${advice}`;

describe('a blocklist', () => {
  it('with a line that is no address is refused at that line', async () => {
    const {path, refused} = await good('list');
    expect(await refused(`# list\n${addresses(98)}192.0.2.0/33 # too long\nexample.org\n`)).toBe(
      badLines(path, 100, '192.0.2.0/33', 2, 101),
    );
  });

  it('with no more bad lines than their declared share is taken without them, and says how many', async () => {
    const {taken: take} = await good('list');
    const text = `${addresses(98)}no\nnor this\n`;
    const manifest = await take(text, {badLines: 0.02});
    expect(manifest.counts.entries).toBe(98);
    expect(manifest.gate).toContainEqual({check: 'list-lines', outcome: 'passed', words: '2 invalid lines'});
    expect(manifest.files.find(({kind}) => kind === 'list')?.bytes).toBe(addresses(98).length);
  });

  it('with one bad line more than the share is refused', async () => {
    const {path, refused} = await good('list');
    expect(await refused(`${addresses(97)}a\nb\nc\n`, {badLines: 0.02})).toBe(
      badLines(path, 98, 'a', 3, 100, 'Fix the list, or allow a share of invalid lines: bad_lines: 0.03'),
    );
  });

  it('in another form is told which column its addresses stand in, or that it is no list', async () => {
    const {path, refused} = await good('list');
    const tabs = addresses(100).replaceAll('\n', '\tIntel::ADDR\tF\n');
    expect(await refused(`#fields\tindicator\n${tabs}`)).toBe(
      badLines(
        path,
        2,
        '192.0.2.0\tIntel::ADDR\tF',
        100,
        101,
        'Addresses are in column 1: declare "column: 1"',
      ),
    );
    expect(await refused('Deny from 192.0.2.1\n'.repeat(3))).toBe(
      badLines(
        path,
        1,
        'Deny from 192.0.2.1',
        3,
        3,
        'It is not a list of addresses, one per line or in a CSV column: check the file, or convert it to such a list',
      ),
    );
  });

  it('with bad lines is taken with --accept-bad-lines, which the manifest records', async () => {
    const {taken: take} = await good('list');
    const manifest = await take(`${addresses(90)}bad\n`, {accept: ['bad-lines']});
    expect(manifest.gate).toContainEqual({
      check: 'list-lines',
      outcome: 'accepted',
      words: '--accept-bad-lines: list-lines-refused',
    });
    expect(manifest.counts.entries).toBe(90);
  });

  it('with nothing but bad lines is refused as empty, though bad lines are accepted', async () => {
    const {path, refused} = await good('list');
    expect(await refused('a\nb\n', {accept: ['bad-lines']})).toBe(
      `${path} (ruleset x) contains no address. Check what its provider sent; if the list is meant to be empty: ruletrial snapshot take x --accept-empty`,
    );
  });

  it.each([
    ['empty', ''],
    ['comments alone', '# nothing today\n\n'],
  ])('that is %s is refused', async (_, text) => {
    const {path, refused} = await good('list');
    expect(await refused(text)).toBe(
      `${path} (ruleset x) contains no address. Check what its provider sent; if the list is meant to be empty: ruletrial snapshot take x --accept-empty`,
    );
  });

  it('that its provider has emptied is taken with --accept-empty, though it had a hundred addresses', async () => {
    const {taken: take, refused} = await good('list');
    expect(await refused('# none\n', {accept: ['shrink']})).toContain('--accept-empty');
    const manifest = await take('# none\n', {accept: ['empty']});
    expect(manifest.counts.entries).toBe(0);
    expect(manifest.gate.filter(({outcome}) => outcome === 'accepted')).toEqual([
      {check: 'list-entries', outcome: 'accepted', words: '--accept-empty: list-empty'},
      {check: 'list-entries', outcome: 'accepted', words: '--accept-empty: shrunk'},
    ]);
  });

  it('that covers private space is noted, and not once that is allowed', async () => {
    const {path, taken: take} = await good('list');
    const text = `${addresses(90)}192.168.0.0/16\n`;
    const noted = (await take(text)).gate.find(({check}) => check === 'list-coverage');
    expect(noted).toEqual({
      check: 'list-coverage',
      outcome: 'noted',
      words: `${path} covers special-use address space (private 192.168.0.0/16): in mode block no rule fires there. Remove it with "allow:"`,
    });
    const cut = await take(text, {lists: {form: {}, allow: ['192.168.0.0/16']}});
    expect(cut.counts.entries).toBe(90);
    expect(cut.gate).toContainEqual({
      check: 'list-lines',
      outcome: 'passed',
      words: 'every line is an address or a network; "allow:" removes 1 entries',
    });
    expect(cut.gate.some(({check}) => check === 'list-coverage')).toBe(false);
  });

  it('in UTF-16 is read by its byte order mark', async () => {
    const {taken: take} = await good('list');
    const text = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(addresses(95), 'utf16le')]);
    expect((await take(text)).counts.entries).toBe(95);
  });

  it('that is a web page is refused, whatever bad lines are accepted', async () => {
    const {path, refused} = await good('list');
    expect(await refused('\uFEFF <html><title>Terms</title>', {accept: ['bad-lines'], badLines: 1})).toBe(
      `rulesets/x.yaml: cannot read ${path}: it is a web page (terms or a sign-in), not a list. Expected a list of addresses`,
    );
  });
});

describe("the engine's part of the gate", () => {
  it('refuses what its config test refuses, at the file that the user wrote', async () => {
    const {path, state} = await good('rules');
    const refused = [{rule: '1:3:1', file: path, line: 3, reason: 'unknown rule keyword: contnt'}];
    writeFileSync(path, rules(1, 12));
    const words = await state.refused(wanted(fileSource, path), {
      testRules: async () => failed({kind: 'rules-rejected', arm: 'x', refused, count: 2}),
    });
    expect(words).toBe(
      `${path}:3: Snort refuses rule 1:3:1 of arm x: unknown rule keyword: contnt; and 1 more. ` +
        'Fix the rules, or leave them out of the ruleset with: disable: ["1:3"], then run: ruletrial check',
    );
  });

  it('names entries of disable for all that are refused, however many, with successive ones as a range', async () => {
    const {path, state} = await good('rules');
    const at = (sid: number, gid = 1, reason = 'unknown rule keyword: contnt') => ({
      ...{rule: `${gid}:${sid}:1`, file: path, line: sid, reason},
    });
    const refused = [
      ...Array.from({length: 30}, (_, n) => at(n + 3)),
      at(40),
      at(7, 3, 'SO rule 7 not loaded'),
      at(9, 3, 'SO rule 9 not loaded'),
    ];
    writeFileSync(path, rules(1, 12));
    const words = await state.refused(wanted(fileSource, path), {
      testRules: async () => failed({kind: 'rules-rejected', arm: 'x', refused, count: 33}),
    });
    expect(words).toContain(`${path}:22: Snort refuses rule 1:22:1 of arm x: `);
    expect(words).not.toContain('1:23:1');
    expect(words).toContain(
      '; and 13 more. Shared-object rules need the objects from their archive: load them with "so_rules: load", ' +
        'or leave them out of the ruleset with: disable: ["pcre:soid *:", "1:3-1:32", "1:40"], then run: ruletrial check',
    );
  });

  it('says what to do with text that has no gid:sid, and with more rules than can be named', async () => {
    const {path, state} = await good('rules');
    const at = (line: number, rule?: string) => ({rule, file: path, line, reason: 'syntax error'});
    const messageOf = (refused: readonly ReturnType<typeof at>[], count: number) => {
      writeFileSync(path, rules(1, 12));
      return state.refused(wanted(fileSource, path), {
        testRules: async () => failed({kind: 'rules-rejected', arm: 'x', refused, count}),
      });
    };
    expect(await messageOf([at(1), at(2, '1:2:1')], 2)).toContain(
      'Fix the rules, or comment out those without a gid:sid, or leave them out of the ruleset with: disable: ["1:2"]',
    );
    const many = Array.from({length: 1000}, (_, n) => at(n + 1, `1:${n + 1}:1`));
    expect(await messageOf(many, 4000)).toContain(
      '; and 3980 more. There are too many to leave out one by one: leave out whole files with "exclude:"',
    );
  });

  it('refuses what fails its smoke run', async () => {
    const {path, state} = await good('rules');
    writeFileSync(path, rules(1, 12));
    const words = await state.refused(wanted(fileSource, path), {
      testRules: async () => failed({kind: 'smoke-run-failed', arm: 'x', alerts: 0, reason: ''}),
    });
    expect(words).toBe(
      "the rules of x fail the smoke run (one packet and one rule of ruletrial's own): expected 1 alert, found 0. " +
        'Look for pass rules or tweaks that stop inspection, then run: ruletrial doctor',
    );
  });
});
