import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {makeReport} from '../../harness/analysis/make-report.ts';
import type {RulesFound} from '../../harness/answers/rules-found.ts';
import {alertLog} from '../../harness/disk/alert-logs.ts';
import {stateFolder} from '../../harness/disk/state-folder.ts';
import {closeLogs} from '../../harness/ingest/ingest-records.ts';
import {folderSource} from '../../harness/snapshots/directory/read-directory.ts';
import {readFigures} from '../../harness/sqlite/answers/figures.ts';
import {readFired} from '../../harness/sqlite/answers/fired.ts';
import {snapshotsUsed} from '../../harness/sqlite/answers/snapshots-used.ts';
import {catalogueAnswers} from '../../harness/sqlite/catalogue/catalogue-questions.ts';
import {openTrialStore} from '../../harness/sqlite/journal/trial-store.ts';
import {openCatalogue} from '../../harness/sqlite/open-catalogue.ts';
import {openTrialReadOnly} from '../../harness/sqlite/open-trial.ts';
import type {RulesCatalogue} from '../../harness/trial/find-rules.ts';
import {type Ingested, ingestLogs} from '../../harness/trial/ingest-logs.ts';
import {lineOf} from '../fixtures/alert-lines.ts';
import {sourceRequest, taken, taking, wanted} from '../fixtures/taking.ts';
import {tempFolder} from '../fixtures/temp-folder.ts';
import {trialsIn, utc} from '../fixtures/trials.ts';

const PING =
  'alert icmp any any -> any any (msg:"PROTOCOL-ICMP PING"; reference:cve,1999-0265; classtype:misc-activity; sid:384; rev:8;)';
const PHP =
  'alert tcp any any -> any 80 (msg:"SERVER-WEBAPP PHP"; content:"php"; classtype:own-class; sid:9001; rev:2;)';
const BARE = 'alert tcp any any -> any 81 (msg:"BARE"; content:"x"; sid:9002; rev:1;)';

/** A line with the fields that Snort 3 writes by default. */
const line = (n: number, rule: string, more: Readonly<Record<string, string | number>> = {}): string =>
  `${lineOf({
    timestamp: `25/05/28-20:26:40.${String(n).padStart(6, '0')}`,
    ...{pkt_num: n, proto: 'ICMP', pkt_gen: 'raw', pkt_len: 48, dir: 'C2S'},
    ...{src_ap: `192.0.2.${n}:0`, dst_ap: '198.51.100.7:0', rule, action: 'allow', ...more},
  })}\n`;

const NO_SNAPSHOTS: RulesCatalogue = {snapshots: () => [], digestsWith: () => [], rulesOf: () => []};

/** A state folder with a catalogue, and trials that are read as reports. */
function rig() {
  const folder = tempFolder();
  const state = stateFolder(folder);
  const db = openCatalogue(join(folder, 'catalogue.db'));
  onTestFinished(() => void db.close());
  const into = taking(folder);
  const opened = () => openTrialReadOnly(state.trialStore('mine-1'));
  const read = <T>(work: (db: ReturnType<typeof opened>) => T): T => {
    const trial = opened();
    try {
      return work(trial);
    } finally {
      trial.close();
    }
  };
  let files = 0;
  return {
    state,
    read,
    async take(ruleset: string, ...rules: string[]): Promise<string> {
      const place = tempFolder();
      mkdirSync(place, {recursive: true});
      writeFileSync(join(place, 'x.rules'), `${rules.join('\n')}\n`);
      writeFileSync(
        join(place, 'classification.config'),
        'config classification: own-class,A Class of Our Own,1\n',
      );
      const order = wanted(folderSource, place, {request: sourceRequest({ruleset})});
      return (await taken(order, into)).digest;
    },
    async ingest(
      arm: string,
      content?: string,
      snapshot?: string,
      catalogue: RulesCatalogue = catalogueAnswers(db),
    ) {
      files += 1;
      const path = join(folder, `${files}.txt`);
      if (content !== undefined) writeFileSync(path, content);
      const given = content === undefined ? [] : [await alertLog(path)];
      return ingestLogs(
        {trial: 'mine', arm, logs: given, snapshot},
        {
          trials: trialsIn(state),
          formatOf: () => utc,
          catalogueAnswers: catalogue,
          clock: {now: () => 7},
          say: () => {},
          madeBy: 'ruletrial test',
        },
      ).finally(() => closeLogs(given));
    },
    report: () => read(trial => makeReport(readFigures(trial))),
    fired: (arm: string) =>
      read(trial => readFired(trial, {arm})).map(
        ({gid, sid, rev, msg, class: className, priority, alerts, sourceAddresses}) =>
          [`${gid}:${sid}:${rev}`, msg, className, priority, alerts, sourceAddresses] as const,
      ),
  };
}

/** What an import found; throws if it failed. */
function foundBy(done: Awaited<ReturnType<ReturnType<typeof rig>['ingest']>>): Ingested {
  if (!done.ok) throw new Error(JSON.stringify(done.failure));
  return done.value;
}

const counts = (of: Partial<RulesFound>) => ({
  ...{missing: 0, otherRevision: 0, disabled: 0},
  ...of,
});

describe('logs with Snort’s default fields', () => {
  it('get messages, classes, priorities and references from the snapshot that is named, and the numbers of its rules', async () => {
    const {take, ingest, fired, report, read} = rig();
    const digest = await take('own', PING, PHP, BARE, `# ${PHP.replace('9001', '9003')}`);
    const {rules} = foundBy(
      await ingest('a', line(1, '1:384:8') + line(2, '1:9001:2') + line(3, '1:9002:1'), 'own'),
    );
    expect(rules).toEqual(
      counts({named: true, snapshots: [{name: 'own', digest, rules: 3}], fired: 3, found: 3}),
    );
    expect(fired('a')).toEqual([
      ['1:384:8', 'PROTOCOL-ICMP PING', 'Misc activity', 3, 1, 1],
      ['1:9001:2', 'SERVER-WEBAPP PHP', 'A Class of Our Own', 1, 1, 1],
      ['1:9002:1', 'BARE', 'none', 0, 1, 1],
    ]);
    const {arms, parts, flags} = report();
    expect(arms[0]).toMatchObject({
      identity: {ruleset: {digest}},
      rules: {loaded: 4, enabled: 3},
      rulesFound: rules,
    });
    expect(arms[0]).not.toHaveProperty('rulesetAgeDays');
    expect(parts[0]?.arms[0]?.fired[0]?.references).toEqual([{scheme: 'cve', id: '1999-0265'}]);
    expect(parts[0]?.arms[0]?.byClass.map(row => row.class)).toEqual([
      'A Class of Our Own',
      'Misc activity',
      'none',
    ]);
    expect(flags.map(({flag}) => flag)).toEqual(['ingested', 'one-arm', 'snapshot-named']);
    expect(
      read(trial => trial.prepare('SELECT msg, class, priority FROM v_alert ORDER BY at').raw().all()),
    ).toEqual([
      ['PROTOCOL-ICMP PING', 'Misc activity', 3],
      ['SERVER-WEBAPP PHP', 'A Class of Our Own', 1],
      ['BARE', 'none', 0],
    ]);
    expect(read(snapshotsUsed)).toEqual([digest]);
  });

  it('get them from the catalogue if no snapshot is named, but no numbers of rules', async () => {
    const {take, ingest, fired, report} = rig();
    const digest = await take('own', PING, PHP);
    const {rules} = foundBy(
      await ingest('a', line(1, '1:384:8') + line(2, '1:384:7') + line(3, '1:9001:1') + line(4, '116:1:1')),
    );
    expect(rules).toEqual(
      counts({named: false, snapshots: [{name: 'own', digest, rules: 1}], fired: 3, found: 1, missing: 1}),
    );
    expect(fired('a').map(([rule, msg]) => [rule, msg])).toEqual([
      ['1:384:7', ''],
      ['1:384:8', 'PROTOCOL-ICMP PING'],
      ['1:9001:1', ''],
      ['116:1:1', ''],
    ]);
    const {arms, flags, parts} = report();
    expect(arms[0]?.identity.ruleset).toBeUndefined();
    expect(arms[0]?.rules).toEqual({});
    expect(parts[0]?.arms[0]?.fired.map(rule => rule.references?.length)).toEqual([
      ...[undefined, 1, undefined, undefined],
    ]);
    expect(flags.map(({flag}) => flag)).toEqual(['ingested', 'one-arm', 'rules-matched']);
  });

  it('are matched in the snapshot that has most of their rules, of equal ones the newest, and the rest in others', async () => {
    const {take, ingest} = rig();
    await take('small', PING);
    await take('old', PING, PHP);
    const newest = await take('new', PING, PHP, '# not the same file');
    const other = await take('other', BARE, BARE.replace('9002', '9004'));
    const log = line(1, '1:384:8') + line(2, '1:9001:2') + line(3, '1:9002:1');
    expect(foundBy(await ingest('a', log)).rules?.snapshots).toEqual([
      {name: 'new', digest: newest, rules: 2},
      {name: 'other', digest: other, rules: 1},
    ]);
  });

  it('are matched in the snapshot that enables most of them, even if a newer one has them disabled', async () => {
    const {take, ingest} = rig();
    const loud = await take('loud', PING, PHP);
    await take('quiet', `# ${PING}`, `# ${PHP}`, BARE);
    const log = line(1, '1:384:8') + line(2, '1:9001:2');
    expect(foundBy(await ingest('a', log)).rules?.snapshots).toEqual([
      {name: 'loud', digest: loud, rules: 2},
    ]);
  });

  it('stay without words if no snapshot has their rules, and nothing is said about that', async () => {
    const {take, ingest, fired, report} = rig();
    await take('own', PHP);
    expect(foundBy(await ingest('a', line(1, '1:384:8')))).not.toHaveProperty('rules');
    expect(fired('a')).toEqual([['1:384:8', '', '', 0, 1, 1]]);
    expect(report().flags.map(({flag}) => flag)).toEqual(['ingested', 'one-arm']);
  });

  it('keep what was matched where they are copied to a machine without these snapshots', async () => {
    const {take, ingest, fired} = rig();
    await take('own', PING);
    await ingest('a', line(1, '1:384:8'));
    await ingest('a', line(2, '1:384:8'), undefined, NO_SNAPSHOTS);
    expect(fired('a')).toEqual([['1:384:8', 'PROTOCOL-ICMP PING', 'Misc activity', 3, 2, 2]]);
  });
});

describe('what a log says itself', () => {
  it('is not replaced, field by field', async () => {
    const {take, ingest, fired} = rig();
    await take('own', PING);
    const own = {msg: 'our own words', priority: 1};
    await ingest('a', line(1, '1:384:8', own) + line(2, '1:384:8', {class: 'none'}), 'own');
    expect(fired('a')).toEqual([
      ['1:384:8', 'PROTOCOL-ICMP PING', 'none', 3, 1, 1],
      ['1:384:8', 'our own words', 'Misc activity', 1, 1, 1],
    ]);
  });

  it('makes no second rule of one that another log of the arm has without words', async () => {
    const {take, ingest, fired, report} = rig();
    await take('own', PING);
    const full = {msg: 'PROTOCOL-ICMP PING', class: 'Misc activity', priority: 3};
    await ingest('a', line(1, '1:384:8') + line(2, '1:384:8'), 'own');
    await ingest('a', line(2, '1:384:8', full) + line(3, '1:384:8', full));
    expect(fired('a')).toEqual([['1:384:8', 'PROTOCOL-ICMP PING', 'Misc activity', 3, 4, 3]]);
    await ingest('b', line(4, '1:384:9'));
    const [part] = report().parts;
    expect(part?.rules).toEqual([
      {
        ...{gid: 1, sid: 384, msg: 'PROTOCOL-ICMP PING', class: 'Misc activity', priority: 3},
        ...{alerts: [4, 1], firedBy: 2},
      },
    ]);
  });
});

describe('a named snapshot', () => {
  it('can be named afterwards, without a log, and holds for logs that come later', async () => {
    const {take, ingest, fired} = rig();
    await ingest('a', line(1, '1:384:8'));
    await take('own', PING, PHP);
    expect(foundBy(await ingest('a', undefined, 'own'))).toMatchObject({alerts: 0, rules: {found: 1}});
    const later = foundBy(await ingest('a', line(5, '1:9001:2'), undefined, NO_SNAPSHOTS));
    expect(later.rules).toMatchObject({named: true, fired: 2, found: 2});
    expect(fired('a').map(([, msg]) => msg)).toEqual(['PROTOCOL-ICMP PING', 'SERVER-WEBAPP PHP']);
  });

  it('replaces one that was named before, which is said', async () => {
    const {take, ingest, fired, report} = rig();
    const first = await take('first', PHP);
    const second = await take('second', PING);
    expect(foundBy(await ingest('a', line(1, '1:384:8'), 'first'))).toMatchObject({
      rules: {found: 0, missing: 1},
    });
    expect(report().flags.find(({flag}) => flag === 'snapshot-doubtful')?.text).toContain(
      'it contains none of the rules that fired, so it is probably the wrong one.',
    );
    const again = foundBy(await ingest('a', undefined, second.slice(0, 8)));
    expect(again.replaced).toBe(`first (${first.slice(0, 12)})`);
    expect(again.rules).toMatchObject({found: 1, snapshots: [{name: 'second', digest: second}]});
    expect(foundBy(await ingest('a', undefined, 'second'))).not.toHaveProperty('replaced');
    expect(fired('a')[0]?.[1]).toBe('PROTOCOL-ICMP PING');
    expect(report().arms[0]?.identity.ruleset?.digest).toBe(second);
  });

  it('is doubted if rules fired that it lacks, has in another revision, or disables', async () => {
    const {take, ingest, report} = rig();
    await take('own', PING, `# ${PHP}`);
    const log = line(1, '1:384:7') + line(2, '1:9001:2') + line(3, '1:77:1') + line(4, '116:1:1');
    expect(foundBy(await ingest('a', log, 'own')).rules).toMatchObject({
      ...{fired: 4, found: 2, missing: 1, otherRevision: 1, disabled: 1},
    });
    expect(report().flags.map(({flag}) => flag)).toContain('snapshot-doubtful');
  });

  it('says what its arm does not enable, and what it shares with the others', async () => {
    const {take, ingest, report} = rig();
    await take('one', PING, PHP);
    await take('two', PING, BARE);
    await ingest('a', line(1, '1:384:8') + line(2, '1:9001:2'), 'one');
    await ingest('b', line(1, '1:9002:1'), 'two');
    await ingest('c', line(1, '1:384:8'));
    const {parts, overlaps} = report();
    expect(parts[0]?.rules.map(({sid, alerts}) => [sid, alerts])).toEqual([
      [384, [1, 0, 1]],
      [9001, [1, null, 0]],
      [9002, [null, 1, 0]],
    ]);
    expect(overlaps).toMatchObject([{a: 'a', b: 'b', shared: 1, onlyA: 1, onlyB: 1}]);
  });

  it('is refused if there is none of that name, before anything is created', async () => {
    const {take, ingest, state} = rig();
    await take('community', PING);
    expect(await ingest('a', line(1, '1:384:8'), 'comunity')).toEqual({
      ok: false,
      failure: {
        kind: 'snapshot-unknown',
        name: 'comunity',
        reason: 'did you mean "community"? Known: community',
      },
    });
    expect(await state.trials()).toEqual([]);
    expect(await ingest('a', undefined, 'community')).toMatchObject({failure: {kind: 'trial-missing'}});
    await ingest('a', line(1, '1:384:8'));
    expect(await ingest('b', undefined, 'community')).toMatchObject({
      failure: {kind: 'arm-missing', arms: ['a']},
    });
  });

  it('is refused for a sealed trial', async () => {
    const {take, ingest, state} = rig();
    await take('own', PING);
    await ingest('a', line(1, '1:384:8'));
    const store = openTrialStore(state.trialStore('mine-1'));
    store.seal(9);
    store.close();
    expect(await ingest('a', undefined, 'own')).toMatchObject({failure: {kind: 'trial-sealed'}});
  });
});
