/** The honeypot's two addresses (TEST-NET-2, RFC 5737) and its IPv6 address (RFC 3849). */
export const SENSOR = '198.51.100.10';
export const SECOND_SENSOR = '198.51.100.11';
export const SENSOR_IPV6 = '2001:db8:10::10';

/** A source outside, TEST-NET-3. Every scene has its own, so that no flow or threshold reaches into another capture. */
export const attacker = (host: number): string => `203.0.113.${host}`;

/** Another one, TEST-NET-1: visitors, resolvers and the servers that malware reports to. */
export const stranger = (host: number): string => `192.0.2.${host}`;

/** The two sensors in turn. */
export const eitherSensor = (n: number): string => (n % 2 === 0 ? SENSOR : SECOND_SENSOR);
