import type {ArmReport, TrialReport} from '../analysis/trial-report.ts';
import {at, count, decimal, facts, textCell} from '../document/cells.ts';
import {type Block, type Cell, heading} from '../document/document.ts';
import {type EventQueue, eventQueueOf} from '../engine/event-queue.ts';

/** Makes the section about the setup of the trial, in enough detail to repeat it. */
export function setupSection({trial, arms, parts}: TrialReport): Block[] {
  return [
    heading(1, 'Setup of the trial'),
    facts([
      ['trial', textCell(trial.name)],
      ['kind', textCell(trial.kind)],
      ...(trial.kind === 'replay'
        ? [['Snort processes', textCell(PROCESS_LABELS[parts[0]?.isolation ?? 'capture'])] as const]
        : []),
      ['created', at(trial.createdAt)],
      ['sealed', at(trial.sealedAt)],
      ['created with', textCell(trial.madeBy)],
      ...(trial.rerunOf === undefined ? [] : [['rerun of', textCell(trial.rerunOf)] as const]),
    ]),
    ...arms.flatMap(arm => [heading(2, `Arm ${arm.name}`), facts(armFacts(arm))]),
  ];
}

const PROCESS_LABELS = {
  capture: 'one for each capture',
  shared: 'one for several captures',
  slot: 'one for each slot',
} as const;

function armFacts({identity, rules, rulesetAgeDays}: ArmReport): (readonly [string, Cell])[] {
  const {ruleset, settings, engine, configDigest, byTweaks} = identity;
  const rows: (readonly [string, Cell])[] = [];
  const add = (name: string, cell: Cell): void => {
    if (cell.value !== undefined) rows.push([name, cell]);
  };
  add('ruleset', textCell(ruleset?.name));
  add('source', textCell(ruleset?.source));
  add('downloaded from', textCell(ruleset?.url));
  add('rules processed by', textCell(ruleset?.processedBy));
  if (engine.kind === 'log')
    add('rules according to', textCell(ruleset && 'the snapshot named with ingest --snapshot'));
  add('snapshot taken', at(ruleset?.takenAt));
  add('rules SHA-256', textCell(ruleset?.digest));
  add('source last modified', at(ruleset?.newestAt || undefined));
  add(
    'age of the rules in days',
    decimal(rulesetAgeDays === undefined ? undefined : Math.round(rulesetAgeDays * 10) / 10),
  );
  add('rules loaded', count(rules.loaded));
  add('rules enabled', count(rules.enabled));
  if (settings?.builtins) add('builtin rules enabled', count(rules.builtins));
  if (settings) {
    add('policy', textCell(settings.policy ?? 'all (every rule that is not commented out)'));
    if (settings.policy) {
      add(
        'policy taken from',
        textCell(settings.policyBy === 'states' ? "the archive's .states files" : "the rules' metadata"),
      );
    }
    if (ruleset?.counts.soNotLoaded) add('enabled SO rules not loaded', count(ruleset.counts.soNotLoaded));
    add('addresses', count(ruleset?.counts.entries || undefined));
    add('blocklist mode', textCell(settings.list));
    if (settings.list)
      add('private addresses', textCell('also checked against the blocklist (scan_local = true)'));
    add("archive's configuration", textCell(settings.ownConfig));
    for (const [name, value] of Object.entries(settings.variables ?? {}))
      add('variable', textCell(`${name} = ${value}`));
    add('classtypes added', count(settings.classifications?.length));
    add('HOME_NET', textCell(settings.homeNet));
    add('EXTERNAL_NET', textCell(settings.externalNet));
    add('checksums', textCell(settings.checksums ? 'checked' : 'ignored (-k none)'));
    add('events logged per packet', textCell(EVENT_QUEUE_LABELS[eventQueueOf(settings)]));
    if (settings.tweaks) add('tweaks', textCell(settings.tweaks));
    add(
      'rules switched by tweaks',
      textCell(byTweaks && `${byTweaks.on.length} on, ${byTweaks.off.length} off`),
    );
  }
  add('configuration SHA-256', textCell(configDigest));
  add('engine', textCell(engineLabel(engine)));
  add('default configuration SHA-256', textCell(engine.defaultsDigest));
  return rows;
}

const EVENT_QUEUE_LABELS: Readonly<Record<EventQueue, string>> = {
  all: 'all',
  snort: "by Snort's own event queue: three at most, by default",
  tweaks: 'by event_queue in the tweaks',
};

function engineLabel({kind, version, recordedOn}: ArmReport['identity']['engine']): string {
  if (kind === 'playback') return `recorded runs of Snort ${version} (${recordedOn})`;
  return kind === 'snort' ? `Snort ${version}` : 'unknown (imported logs)';
}
