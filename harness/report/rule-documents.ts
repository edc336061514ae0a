import {at, count, facts, textCell} from '../document/cells.ts';
import {type Document, heading, text} from '../document/document.ts';
import {shortDigest} from '../domain/snapshot.ts';
import type {CatalogueRule} from '../snapshots/catalogue-rules.ts';
import type {RulePlace, SnapshotRow} from '../snapshots/questions.ts';
import {col, tableOf} from './tables.ts';

const referenceText = ({references}: CatalogueRule): string =>
  references.map(({scheme, id}) => (scheme === 'url' ? id : `${scheme} ${id}`)).join(', ');
const policyText = ({policies}: CatalogueRule): string =>
  policies.map(({policy, action}) => `${policy} ${action}`).join(', ');

/** Makes the document that lists rules of one snapshot. */
export function ruleListDocument(
  snapshot: SnapshotRow,
  rules: readonly CatalogueRule[],
  limit = 200,
): Document {
  const {manifest} = snapshot;
  return {
    title: `Rules of ${manifest.name}`,
    subtitle: `snapshot ${shortDigest(manifest.digest)}: ${rules.length} found`,
    blocks: [
      tableOf(
        'rules',
        'By gid and sid',
        rules,
        [
          col('rule', 'Rule', textCell, rule => `${rule.gid}:${rule.sid}:${rule.rev}`),
          col('msg', 'Message', textCell, rule => rule.msg),
          col('classtype', 'Classtype', textCell, rule => rule.classtype),
          col('priority', 'Priority', count, rule => rule.priority),
          col('policies', 'Policies', textCell, rule => rule.policies.map(({policy}) => policy).join(', ')),
          col('references', 'References', textCell, referenceText),
          col('state', 'State', textCell, rule => (rule.enabled ? 'enabled' : 'disabled')),
        ],
        limit,
      ),
    ],
  };
}

/** Makes the document about one rule: its newest text, and which snapshots contain which revision. */
export function ruleDocument(
  places: readonly {readonly place: RulePlace; readonly snapshot: SnapshotRow}[],
): Document {
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
        ['references', textCell(referenceText(newest))],
        ['policies', textCell(policyText(newest))],
        ['services', textCell(newest.services.join(', '))],
        ['metadata', textCell(newest.metadata.join(', '))],
      ]),
      heading(1, 'Text'),
      text('plain', newest.text),
      tableOf('snapshots', 'Snapshots that contain it, newest first', places, [
        col('ruleset', 'Ruleset', textCell, ({snapshot}) => snapshot.manifest.name),
        col('variant', 'Variant', textCell, ({snapshot}) => snapshot.variant),
        col('snapshot', 'Snapshot', textCell, ({snapshot}) => shortDigest(snapshot.manifest.digest)),
        col('rev', 'Revision', count, ({place}) => place.rule.rev),
        col('state', 'State', textCell, ({place}) => (place.rule.enabled ? 'enabled' : 'disabled')),
        col('by', 'State set by', textCell, ({place}) => place.rule.by),
        col('first_at', 'First taken', at, ({snapshot}) => snapshot.firstAt),
        col('last_at', 'Last taken', at, ({snapshot}) => snapshot.lastAt),
      ]),
    ],
  };
}
