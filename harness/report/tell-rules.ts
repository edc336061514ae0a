import {at, count, facts, table, textCell} from '../document/cells.ts';
import {type Document, heading, text} from '../document/document.ts';
import type {CatalogueRule} from '../snapshots/catalogue-rules.ts';
import type {RulePlace, SnapshotRow} from '../snapshots/questions.ts';
import {column, cut} from './tables.ts';
import {shortDigest} from './tell-snapshots.ts';

const referenceWords = ({references}: CatalogueRule): string =>
  references.map(({scheme, id}) => (scheme === 'url' ? id : `${scheme} ${id}`)).join(', ');
const policyWords = ({policies}: CatalogueRule): string =>
  policies.map(({policy, action}) => `${policy} ${action}`).join(', ');

/** Rules of one snapshot that a question found. */
export function tellRuleList(of: SnapshotRow, rules: readonly CatalogueRule[], limit = 200): Document {
  const {manifest} = of;
  return {
    title: `Rules of ${manifest.name}`,
    subtitle: `snapshot ${shortDigest(manifest.digest)}: ${rules.length} found`,
    blocks: [
      cut(
        'rules',
        'By gid and sid',
        [
          column('rule', 'Rule', 'text'),
          column('msg', 'Message', 'text'),
          column('classtype', 'Classtype', 'text'),
          column('priority', 'Priority', 'count'),
          column('policies', 'Policies', 'text'),
          column('references', 'References', 'text'),
          column('state', 'State', 'text'),
        ],
        rules.map(rule => [
          textCell(`${rule.gid}:${rule.sid}:${rule.rev}`),
          textCell(rule.msg),
          textCell(rule.classtype),
          count(rule.priority),
          textCell(rule.policies.map(({policy}) => policy).join(', ')),
          textCell(referenceWords(rule)),
          textCell(rule.enabled ? 'enabled' : 'disabled'),
        ]),
        limit,
      ),
    ],
  };
}

/** Everything about one rule over all snapshots: its newest form, and where which revision stands. */
export function tellRule(places: readonly {readonly place: RulePlace; readonly of: SnapshotRow}[]): Document {
  const newest = places[0]?.place.rule;
  if (!newest) throw new Error('a rule without a place');
  return {
    title: `Rule ${newest.gid}:${newest.sid}`,
    subtitle: newest.msg,
    blocks: [
      facts([
        ['kind', textCell(newest.kind)],
        ['action', textCell(newest.action)],
        ['header', textCell(newest.header)],
        ['classtype', textCell(newest.classtype)],
        ['priority', count(newest.priority)],
        ['references', textCell(referenceWords(newest))],
        ['policies', textCell(policyWords(newest))],
        ['services', textCell(newest.services.join(', '))],
        ['metadata', textCell(newest.metadata.join(', '))],
      ]),
      heading(1, 'Text'),
      text('plain', newest.text),
      table({
        name: 'snapshots',
        caption: 'Where it stands, the newest first',
        columns: [
          column('ruleset', 'Ruleset', 'text'),
          column('variant', 'Policy', 'text'),
          column('snapshot', 'Snapshot', 'text'),
          column('rev', 'Revision', 'count'),
          column('state', 'State', 'text'),
          column('by', 'By', 'text'),
          column('first_at', 'First taken', 'at'),
          column('last_at', 'Last taken', 'at'),
        ],
        rows: places.map(({place: {rule}, of}) => [
          textCell(of.manifest.name),
          textCell(of.variant),
          textCell(shortDigest(of.manifest.digest)),
          count(rule.rev),
          textCell(rule.enabled ? 'enabled' : 'disabled'),
          textCell(rule.by),
          at(of.firstAt),
          at(of.lastAt),
        ]),
      }),
    ],
  };
}
