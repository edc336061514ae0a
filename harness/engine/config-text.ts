import {createHash} from 'node:crypto';
import {metadataFilter} from '../domain/rule.ts';
import type {EngineSettings} from '../domain/trial.ts';
import {ALL_EVENTS} from './event-queue.ts';

/** The fields of alert_json that are logged; `seconds` is first, so that it is found quickly. */
const ALERT_FIELDS =
  'seconds timestamp action class dir dst_addr dst_port src_addr src_port gid sid rev rule msg priority proto ' +
  'pkt_num pkt_gen pkt_len iface service target flowstart_time client_bytes client_pkts server_bytes server_pkts ' +
  'eth_len eth_type icmp_code icmp_type icmp_id icmp_seq ip_id ip_len mpls tcp_ack tcp_flags tcp_len tcp_seq tcp_win ttl tos udp_len vlan';

/** Variables that snort_defaults.lua derives from HOME_NET when it is read, before HOME_NET can be set here. */
const DERIVED = ['DNS', 'FTP', 'HTTP', 'SIP', 'SMTP', 'SQL', 'SSH', 'TELNET'].map(name => `${name}_SERVERS`);

/**
 * The file with states of additional rules, since an archive's own configuration disables all rules that its states do not
 * name. It is in the folder in which Snort runs.
 */
export const LOCAL_STATES = 'local.states';

/** Paths that a configuration contains; they are left out of its digest. */
export interface ConfigPlaces {
  /** The path of the installed default configuration. */
  readonly defaults: string;
  /** The snapshot's folder. */
  readonly rules: string;
}

/**
 * Writes Snort's Lua configuration: the installed defaults, the networks, the alert log, and the user's tweaks last.
 * `rollMiB` is the size in MiB at which alert logs are rotated, or 0 for never; it does not affect detection or the digest.
 */
export function configText(settings: EngineSettings, places: ConfigPlaces, rollMiB = 0): string {
  const nets = [
    ...['HOME_NET', ...DERIVED].map(
      name => `default_variables.nets.${name} = ${luaString(settings.homeNet)}`,
    ),
    `default_variables.nets.EXTERNAL_NET = ${luaString(settings.externalNet)}`,
    ...variableLines(settings.variables ?? {}),
  ];
  // the archive's own configuration sets its rules and states in the table ips, which must be kept
  const ips = settings.ownConfig
    ? [
        'ips.variables = default_variables',
        `ips.states = (ips.states or '') .. '\\ninclude ${LOCAL_STATES}\\n'`,
      ]
    : [`ips = { variables = default_variables, enable_builtin_rules = ${settings.builtins} }`];
  const list = settings.list && `${places.rules}/${settings.list}`;
  return [
    ...(settings.ownConfig ? [] : [`include ${luaString(places.defaults)}`]),
    ...nets,
    ...ips,
    ...classificationLines(settings.classifications ?? []),
    // Snort refuses stubs without their programs, and an archive's own configuration includes all stubs
    ...(settings.soSkipped ? ['detection = detection or {}', 'detection.allow_missing_so_rules = true'] : []),
    // by default Snort silently ignores private addresses, and entries that do not fit into 500 MB
    ...(list ? [`reputation = { list_dir = ${luaString(list)}, memcap = 4095, scan_local = true }`] : []),
    `alert_json = { file = true, limit = ${rollMiB}, fields = ${luaString(ALERT_FIELDS)} }`,
    ...(settings.events === 'all' ? ALL_EVENTS : []),
    settings.tweaks,
    '',
  ].join('\n');
}

/** With Snort's default of 1,518 bytes, longer packets are truncated and then silently dropped by its decoder. */
const SNAPLEN_BYTES = 65_535;

/** Returns the arguments that affect detection or alerts, without paths; `-U` prints timestamps in UTC. */
export function detectionArguments(settings: EngineSettings): readonly string[] {
  const filter = metadataFilter(settings);
  return [
    ...(settings.checksums ? [] : ['-k', 'none']),
    ...['-s', `${SNAPLEN_BYTES}`],
    '-U',
    ...(filter ? ['--metadata-filter', `${filter}-ips`] : []),
  ];
}

/** Returns a digest of everything in a configuration that affects detection, without paths of this machine. */
export function configDigest(settings: EngineSettings): string {
  const own = settings.ownConfig === undefined ? [] : [settings.ownConfig];
  const text = configText(settings, {defaults: 'snort.lua', rules: ''});
  const identity = [text, ...detectionArguments(settings), ...own].join('\n');
  return createHash('sha256').update(identity).digest('hex');
}

/** Declares variables: as ports if their name ends in PORT or PORTS, or if the value has only ports; otherwise as addresses. */
const variableLines = (variables: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(variables).map(([name, value]) => {
    const arePorts = /PORTS?$/i.test(name) || (/^[\d\s,!:[\]]+$/.test(value) && !value.includes('::'));
    return `default_variables.${arePorts ? 'ports' : 'nets'}.${name} = ${luaString(value)}`;
  });

/** Inserts classtypes before Snort's own, since Snort keeps the first one of each name. */
const classificationLines = (
  classifications: NonNullable<EngineSettings['classifications']>,
): readonly string[] =>
  classifications.length === 0
    ? []
    : [
        'classifications = classifications or {}',
        ...classifications.map(
          ({name, priority, text}, index) =>
            `table.insert(classifications, ${index + 1}, { name = ${luaString(name)}, priority = ${priority}, text = ${luaString(text || name)} })`,
        ),
      ];

/** Writes a Lua string literal, with backslashes, quotes and line breaks escaped. */
function luaString(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
  return `'${escaped}'`;
}
