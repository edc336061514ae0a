import {createHash} from 'node:crypto';
import {metadataFilter} from '../domain/rule.ts';
import type {EngineSettings} from '../domain/trial.ts';
import {ALL_EVENTS} from './event-queue.ts';

/** All fields of alert_json that say something of an alert; `seconds` first, for readers in a hurry. */
const ALERT_FIELDS =
  'seconds timestamp action class dir dst_addr dst_port src_addr src_port gid sid rev rule msg priority proto ' +
  'pkt_num pkt_gen pkt_len iface service target flowstart_time client_bytes client_pkts server_bytes server_pkts ' +
  'eth_len eth_type icmp_code icmp_type icmp_id icmp_seq ip_id ip_len mpls tcp_ack tcp_flags tcp_len tcp_seq tcp_win ttl tos udp_len vlan';

/** Variables that snort_defaults.lua derives from HOME_NET when it is read, before ours can be set. */
const DERIVED = ['DNS', 'FTP', 'HTTP', 'SIP', 'SMTP', 'SQL', 'SSH', 'TELNET'].map(name => `${name}_SERVERS`);

/**
 * States of the rules beside an archive's own configuration, which switches off all that its states do not name. Lies in
 * the folder in which Snort runs.
 */
export const LOCAL_STATES = 'local.states';

/** Folders that a configuration names; '' in its digest. */
export interface ConfigPlaces {
  /** The installed default configuration. */
  readonly defaults: string;
  /** The snapshot. */
  readonly rules: string;
}

/**
 * The Lua that Snort is given: the installed defaults, the networks, the alert log, the user's tweaks last. `rollMiB`: size
 * at which an alert log is rolled over, MiB; 0: never. It changes no detection and stands in no digest.
 */
export function configText(settings: EngineSettings, places: ConfigPlaces, rollMiB = 0): string {
  const nets = [
    ...['HOME_NET', ...DERIVED].map(
      name => `default_variables.nets.${name} = ${luaString(settings.homeNet)}`,
    ),
    `default_variables.nets.EXTERNAL_NET = ${luaString(settings.externalNet)}`,
    ...variableLines(settings.variables ?? {}),
  ];
  // the archive's own configuration names its rules and states in ips: that table stays
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
    // Snort refuses a stub without its program, and an archive's own configuration includes every stub
    ...(settings.soSkipped ? ['detection = detection or {}', 'detection.allow_missing_so_rules = true'] : []),
    // Snort's defaults pass over private addresses, and over what does not fit into 500 MB, without a word that counts
    ...(list ? [`reputation = { list_dir = ${luaString(list)}, memcap = 4095, scan_local = true }`] : []),
    `alert_json = { file = true, limit = ${rollMiB}, fields = ${luaString(ALERT_FIELDS)} }`,
    ...(settings.events === 'all' ? ALL_EVENTS : []),
    settings.tweaks,
    '',
  ].join('\n');
}

/** Above Snort's default of 1,518 bytes, packets are cut and then dropped by its decoder without a word. */
const SNAPLEN_BYTES = 65_535;

/** Arguments that change what is detected; paths stand elsewhere. `-U`: timestamps in UTC. */
export function detectionArguments(settings: EngineSettings): readonly string[] {
  const filter = metadataFilter(settings);
  return [
    ...(settings.checksums ? [] : ['-k', 'none']),
    ...['-s', `${SNAPLEN_BYTES}`],
    '-U',
    ...(filter ? ['--metadata-filter', `${filter}-ips`] : []),
  ];
}

/** Names a configuration by all that changes detection, and by no path of this machine. */
export function configDigest(settings: EngineSettings): string {
  const own = settings.ownConfig === undefined ? [] : [settings.ownConfig];
  const text = configText(settings, {defaults: 'snort.lua', rules: ''});
  const identity = [text, ...detectionArguments(settings), ...own].join('\n');
  return createHash('sha256').update(identity).digest('hex');
}

/** Ports by their name, or where a value holds nothing else; all others are addresses. */
const variableLines = (variables: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(variables).map(([name, value]) => {
    const arePorts = /PORTS?$/i.test(name) || (/^[\d\s,!:[\]]+$/.test(value) && !value.includes('::'));
    return `default_variables.${arePorts ? 'ports' : 'nets'}.${name} = ${luaString(value)}`;
  });

/** Of one name Snort keeps the first classtype: those of ours go before its own. */
const classificationLines = (
  classifications: NonNullable<EngineSettings['classifications']>,
): readonly string[] =>
  classifications.length === 0
    ? []
    : [
        'classifications = classifications or {}',
        ...classifications.map(
          ({name, priority, text}, place) =>
            `table.insert(classifications, ${place + 1}, { name = ${luaString(name)}, priority = ${priority}, text = ${luaString(text || name)} })`,
        ),
      ];

/** A Lua string literal; a backslash, a quote or a line break in the text does not end it. */
function luaString(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
  return `'${escaped}'`;
}
