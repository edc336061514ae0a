import type {PulledPorkOrder} from '../ports.ts';

/** Paths of one run. Each run has its own, because two runs in the same second would remove each other's files (v3.0.0.5). */
export interface PorkPlaces {
  readonly rules: string;
  readonly temp: string;
  readonly modules: string;
}

/** Writes the configuration, which contains the oinkcode: `key = value` lines without comments; some keys must exist but are empty. */
export function configFile(order: PulledPorkOrder, places: PorkPlaces): string {
  // if the archive is already on disk, PulledPork3 only checks these settings, and community needs no oinkcode
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
