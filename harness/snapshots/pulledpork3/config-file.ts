import type {PulledPorkOrder} from '../ports.ts';

/** Folders of one run, each of its own: two runs in one second would remove each other's (PulledPork3 v3.0.0.5). */
export interface PorkPlaces {
  readonly rules: string;
  readonly temp: string;
  readonly modules: string;
}

/** Its configuration, which holds the oinkcode: `key = value` a line, no comments, a key without a value where it must be there and is empty. */
export function configFile(order: PulledPorkOrder, places: PorkPlaces): string {
  // with a file of ours the switches only satisfy its check, and community needs no oinkcode
  const kind = order.archive === undefined ? order.layout : 'community';
  const lines: (readonly [string, string])[] = [
    ['community_ruleset', String(kind === 'community')],
    ['registered_ruleset', String(kind === 'registered')],
    ['lightspd_ruleset', String(kind === 'lightspd')],
    ['oinkcode', kind === 'community' ? '' : (order.oinkcode ?? '')],
    ['rule_mode', 'simple'],
    ['ips_policy', order.policy ?? 'none'],
    ['rule_path', places.rules],
    ['snort_version', order.snortVersion],
    ['temp_path', places.temp],
    ['ignored_files', 'includes.rules, snort3-deleted.rules'],
    ['include_disabled_rules', 'true'],
    ...(order.soPlatform && order.layout !== 'community'
      ? ([
          ['sorule_path', places.modules],
          ['distro', order.soPlatform],
        ] as const)
      : []),
  ];
  return lines.map(([key, value]) => `${key} = ${value}\n`).join('');
}
