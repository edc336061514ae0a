import {examineLive} from './examine-live.ts';
import {examineTPot} from './examine-tpot.ts';
import {howToGetSnort} from './how-to-get-snort.ts';
import type {Check, MachineFacts} from './ports.ts';

/** With less free space, a trial of some thousand captures may fill the disk. */
const LITTLE_BYTES = 1024 * 1024 * 1024;
const MIN_NODE = [20, 19] as const;

/** Checks what a trial needs on this machine. */
export function examine(facts: MachineFacts): readonly Check[] {
  return [
    nodeCheck(facts),
    storeCheck(facts),
    snortCheck(facts),
    ...daqCheck(facts),
    diskCheck(facts),
    ...lostFilesCheck(facts),
    ...examineLive(facts),
    ...(facts.tpot ? examineTPot(facts.tpot) : []),
  ];
}

function nodeCheck({node}: MachineFacts): Check {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const good = major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1]);
  return {
    check: 'Node.js',
    state: good ? 'good' : 'bad',
    found: node,
    advice: good ? [] : ['install Node.js 20.19 or newer'],
  };
}

const storeCheck = ({sqlite}: MachineFacts): Check => ({
  check: 'SQLite',
  state: 'good',
  found: sqlite,
  advice: [],
});

function snortCheck({snort, platform, osId}: MachineFacts): Check {
  if ('found' in snort) {
    const {version, binary, defaults} = snort.found;
    return {check: 'Snort 3', state: 'good', found: `${version} (${binary}, ${defaults})`, advice: []};
  }
  const without =
    'without Snort, you can import alert logs from other machines with ruletrial ingest, and use recorded runs';
  return {
    check: 'Snort 3',
    state: 'note',
    found: snort.missing,
    advice: [...howToGetSnort(platform, osId), without],
  };
}

function daqCheck({snort}: MachineFacts): Check[] {
  if ('missing' in snort) return [];
  return [{check: 'DAQ modules', state: 'good', found: snort.found.daqModules.join(', '), advice: []}];
}

function diskCheck({stateDir, freeBytes, stateWritable}: MachineFacts): Check {
  const free =
    freeBytes === undefined ? 'free space unknown' : `${(freeBytes / 1024 ** 3).toFixed(1)} GiB free`;
  if (!stateWritable) {
    const advice = ['give this user write access, or use --state-dir DIR'];
    return {check: 'state folder', state: 'bad', found: `${stateDir} cannot be written`, advice};
  }
  const little = freeBytes !== undefined && freeBytes < LITTLE_BYTES;
  return {
    check: 'state folder',
    state: little ? 'note' : 'good',
    found: `${stateDir}: ${free}`,
    advice: little ? ['free some space before a large trial: a million alerts take about 150 MB'] : [],
  };
}

/** How many lost files are named. */
const NAMED_FILES = 3;

/** Checks whether files of snapshots are gone. Antivirus programs take single members of LightSPD for malware. */
function lostFilesCheck({lostFiles, stateDir}: MachineFacts): Check[] {
  if (lostFiles.length === 0) return [];
  const named = lostFiles.slice(0, NAMED_FILES).map(({path, ruleset}) => `${path} of ${ruleset}`);
  const more = lostFiles.length - named.length;
  const rulesets = [...new Set(lostFiles.map(({ruleset}) => ruleset))].join(' ');
  return [
    {
      check: 'snapshots',
      state: 'bad',
      found: `missing: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
      advice: [
        `an antivirus program may have removed them, because rules contain byte strings of malware: exclude ${stateDir} from its scans`,
        `then take them again: ruletrial snapshot take ${rulesets}`,
      ],
    },
  ];
}
