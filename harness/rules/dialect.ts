/** What only Suricata has: sticky buffers with a dot, transforms, its own keywords and flags of pcre. */
const SURICATA =
  /[;(]\s*(?:(?:http|http1|http2|dns|tls|file|ssh|smb|krb5|ja3|ja4|snmp|sip|smtp|email|mqtt|ike|quic|rfb|dcerpc|ftp|flow|vlan|ldap|websocket)\.[a-z_.]+|app-layer-(?:event|protocol)|dotprefix|bsize|to_lowercase|to_uppercase|strip_whitespace|startswith|endswith|noalert|xbits|dataset|datarep|lua|luajit|luaxform|iprep|ja3s?_hash|tls_(?:sni|cert_\w+)|tls\.\w+|dns_query|flowint|enip_command|cip_service|http_(?:server_body|response_line|request_line|user_agent|host|raw_host|referer|content_(?:type|len)|accept(?:_enc|_lang)?|connection|protocol|start|header_names))\b|pcre\s*:[^;\n]{1,1000}\/[a-zA-Z]*[QVWZ][a-zA-Z]*"/g;
/** A protocol of an application before addresses and ports: Suricata has it so, Snort 2 has no such protocols. */
const APPLICATION_HEADER =
  /^[#\s]*(?:alert|drop|reject|pass)\s+(?:https?|http[12]|dns|tls|ssh|smb|smtp|ftp(?:-data)?|dcerpc|enip|modbus|dnp3|nfs|ntp|dhcp|tftp|ike|krb5|snmp|sip|rdp|rfb|mqtt|quic)\s+\S+\s+\S+\s+(?:->|<>)/gm;
/** What Snort 2 and Suricata share and Snort 3 lacks: modifiers as options behind their content, flags of pcre. */
const OLD =
  /;\s*(?:nocase|(?:offset|depth|distance|within)\s*:[^;]*|fast_pattern(?::[^;]*)?|rawbytes)\s*(?=;)|[;(]\s*(?:uricontent|threshold|activates|activated_by|logto|resp|file_data:mime|http_encode|ftpbounce)\b|pcre\s*:[^;\n]{1,1000}\/[a-zA-Z]*[UIPHDMCKSYB][a-zA-Z]*"/g;

const LOOKED_AT = 256 * 1024;

/** What rules seem to be written for where it is not Snort 3, with what to do about it; asked once some were refused. */
export function dialectOf(texts: readonly string[]): string | undefined {
  const beginning = texts.join('\n').slice(0, LOOKED_AT);
  const [suricata, headers, old, rules] = [SURICATA, APPLICATION_HEADER, OLD, /[;(]\s*sid\s*:/g].map(
    marks => beginning.match(marks)?.length ?? 0,
  ) as [number, number, number, number];
  // a single slip in a file for Snort 3 makes it no other
  if ((suricata + old) * 4 < rules || suricata + old === 0) return undefined;
  // what both programs share decides nothing between them, however often it stands there
  return (suricata + headers) * 10 >= rules && suricata + headers > 0
    ? 'They seem to be Suricata rules, which Snort 3 cannot read; ask their provider for Snort rules'
    : 'They seem to be Snort 2 rules: convert them with snort2lua, which comes with Snort 3';
}
