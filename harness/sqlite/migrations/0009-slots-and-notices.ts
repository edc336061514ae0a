import {alertView, ruleFiredView} from './0006-parts.ts';

const withClass = (view: string): string =>
  view.replace(/ AS part\s+FROM /, ' AS part, rule.classtype AS class FROM ');

/**
 * A slot in which an engine inspected `ran`, and one in which no engine became ready is `abandoned`, as the reports say. Its
 * notice, and those of an arm left out and of rules that the config test refused, have their own kinds. Engines in load
 * samples are named as in the reports. The views of alerts have a column `class` beside `classtype`, which holds the same.
 */
export const slotsAndNotices = `
UPDATE slot SET state = 'ran' WHERE state = 'over';
UPDATE slot SET state = 'abandoned' WHERE state = 'given-up';
UPDATE notice SET kind = 'slot-abandoned' WHERE kind = 'slot-missed' AND slot IN (SELECT id FROM slot WHERE state = 'abandoned');
UPDATE notice SET kind = 'arm-left-out' WHERE kind = 'engine-keeps-failing' AND text LIKE '% is left out of %';
UPDATE notice SET kind = 'rules-refused' WHERE kind = 'engine-failed' AND instr(text, 'arm ' || arm || ': ') = 1;
DROP VIEW v_alert;
${withClass(alertView)}
DROP VIEW v_rule_fired;
${withClass(ruleFiredView)}
UPDATE process_load SET name = 'Snort (' || substr(name, length('Snort of ') + 1) || ')'
  WHERE run IS NOT NULL AND instr(name, 'Snort of ') = 1;
`;
