/** Options and protocols that only Suricata has: sticky buffers with a dot, transforms, its own keywords. */
const SURICATA =
  /[;(]\s*(?:(?:http|dns|tls|file|ssh|smb|krb5|ja3|ja4|snmp|sip|mqtt|ike|quic|rfb|dcerpc)\.[a-z_.]+|app-layer-(?:event|protocol)|dotprefix|bsize|to_lowercase|startswith|endswith|noalert|threshold|xbits|dataset|datarep|luajit|iprep|ja3s?_hash|tls_sni|dns_query|flowint|stream_size)\b/g;
/** Modifiers that Snort 2 writes as options behind their content, and options that Snort 3 does not have. */
const SNORT_2 =
  /;\s*(?:nocase|(?:offset|depth|distance|within)\s*:[^;]*|fast_pattern(?::[^;]*)?|rawbytes)\s*;|[;(]\s*(?:uricontent|threshold|activates|activated_by|logto|resp|file_data:mime|http_encode|ftpbounce)\b/g;

const LOOKED_AT = 256 * 1024;

/** What rules seem to be written for where it is not Snort 3, with what to do about it; asked once some were refused. */
export function dialectOf(texts: readonly string[]): string | undefined {
  const beginning = texts.join('\n').slice(0, LOOKED_AT);
  const [suricata, snort2, rules] = [SURICATA, SNORT_2, /[;(]\s*sid\s*:/g].map(
    marks => beginning.match(marks)?.length ?? 0,
  ) as [number, number, number];
  // a single slip in a file for Snort 3 makes it no other
  if (Math.max(suricata, snort2) * 4 < rules || suricata + snort2 === 0) return undefined;
  return suricata >= snort2
    ? 'They seem to be rules for Suricata, which Snort 3 does not read; ask their provider for rules for Snort'
    : 'They seem to be rules for Snort 2: convert them with snort2lua, which comes with Snort 3';
}
