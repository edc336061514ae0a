import {bytes, hex, type Piece} from '../packets/bytes.ts';

/** Tags of BER and of SNMP's PDUs (RFC 1157). */
const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const NULL = 0x05;
const OBJECT_IDENTIFIER = 0x06;
const SEQUENCE = 0x30;
const GET_REQUEST = 0xa0;
const GET_RESPONSE = 0xa2;

/** sysDescr.0, 1.3.6.1.2.1.1.1.0. */
const SYSTEM_DESCRIPTION = hex('2b 06 01 02 01 01 01 00');

/** GetRequest for the system's description, SNMP version 1. `requestId`: 0..127. */
export const snmpGet = (community: string, requestId: number): Uint8Array =>
  message(community, GET_REQUEST, requestId, ber(NULL));

export const snmpResponse = (community: string, requestId: number, description: string): Uint8Array =>
  message(community, GET_RESPONSE, requestId, ber(OCTET_STRING, description));

function message(community: string, pdu: number, requestId: number, value: Uint8Array): Uint8Array {
  const binding = ber(SEQUENCE, ber(OBJECT_IDENTIFIER, SYSTEM_DESCRIPTION), value);
  const errorStatus = ber(INTEGER, 0);
  const errorIndex = ber(INTEGER, 0);
  const content = ber(pdu, ber(INTEGER, requestId), errorStatus, errorIndex, ber(SEQUENCE, binding));
  const version1 = ber(INTEGER, 0);
  return ber(SEQUENCE, version1, ber(OCTET_STRING, community), content);
}

/** Tag, length, content; up to 127 bytes of content, which is all that is needed here. */
function ber(tag: number, ...content: readonly Piece[]): Uint8Array {
  const inside = bytes(...content);
  return bytes(tag, inside.length, inside);
}
