/** The honeypot's two addresses (TEST-NET-2, RFC 5737) and its IPv6 address (RFC 3849). */
export const SENSOR = '198.51.100.10';
export const SECOND_SENSOR = '198.51.100.11';
export const SENSOR_IPV6 = '2001:db8:10::10';

/** An external source, in TEST-NET-3. Every scene has its own, so that no flow or threshold spans two captures. */
export const attacker = (host: number): string => `203.0.113.${host}`;

/** Another external host, in TEST-NET-1: a visitor, a resolver or a C2 server. */
export const stranger = (host: number): string => `192.0.2.${host}`;

/** The two sensors in turn. */
export const eitherSensor = (n: number): string => (n % 2 === 0 ? SENSOR : SECOND_SENSOR);
