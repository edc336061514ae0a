import ipaddr from 'ipaddr.js';

/** Parses an IPv4 address to a number, 0..2^32-1; undefined if it is invalid. Written for speed. */
export function ipv4Number(text: string): number | undefined {
  let value = 0;
  let part = -1;
  let dots = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 46) {
      if (part < 0) return undefined;
      value = value * 256 + part;
      part = -1;
      dots += 1;
    } else if (code >= 48 && code <= 57) {
      if (part === 0) return undefined;
      part = Math.max(part, 0) * 10 + code - 48;
      if (part > 255) return undefined;
    } else return undefined;
  }
  return dots === 3 && part >= 0 ? value * 256 + part : undefined;
}

/** Parses an IPv6 address to its 16 bytes; undefined if it is invalid or has a zone such as `%eth0`. */
export function ipv6Bytes(text: string): Uint8Array | undefined {
  if (!text.includes(':') || text.includes('%') || !ipaddr.IPv6.isValid(text)) return undefined;
  return Uint8Array.from(ipaddr.IPv6.parse(text).toByteArray());
}

/** Writes 16 bytes as compressed lower-case text (RFC 5952); IPv4-mapped addresses as `::ffff:10.9.8.7`, as Snort prints them. */
export function ipv6Text(bytes: Uint8Array): string {
  const address = new ipaddr.IPv6([...bytes]);
  return address.isIPv4MappedAddress()
    ? `::ffff:${address.toIPv4Address().toString()}`
    : address.toRFC5952String();
}

export const isAddress = (text: string): boolean =>
  ipv4Number(text) !== undefined || ipv6Bytes(text) !== undefined;

/** Writes an address as the store does: IPv6 compressed and in lower case; any other text is returned as it is. */
export function addressText(address: string): string {
  const bytes = ipv6Bytes(address);
  return bytes ? ipv6Text(bytes) : address;
}
