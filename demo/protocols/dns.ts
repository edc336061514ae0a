import {bytes, u16, u32} from '../packets/bytes.ts';

/** Record types of RFC 1035, RFC 3596 and, for ANY, RFC 8482. */
const TYPES = {A: 1, NS: 2, MX: 15, TXT: 16, AAAA: 28, ANY: 255} as const;
type RecordType = keyof typeof TYPES;

interface Question {
  /** 0..65535; the answer repeats it. */
  readonly id: number;
  readonly name: string;
  readonly type: RecordType;
}

export interface ResourceRecord {
  readonly type: RecordType;
  /** Seconds. */
  readonly ttl: number;
  readonly data: Uint8Array;
}

const RECURSION_DESIRED = 0x0100;
const RESPONSE = 0x8180;
const INTERNET = 1;

export const dnsQuery = (question: Question): Uint8Array => message(RECURSION_DESIRED, question, []);

export const dnsAnswer = (question: Question, records: readonly ResourceRecord[]): Uint8Array =>
  message(RESPONSE, question, records);

/** A character string of at most 255 bytes, as TXT records hold. */
export const dnsText = (text: string): Uint8Array => bytes(text.length, text);

export const dnsName = (name: string): Uint8Array =>
  bytes(...name.split('.').map(label => bytes(label.length, label)), 0);

function message(flags: number, question: Question, records: readonly ResourceRecord[]): Uint8Array {
  const counts = bytes(u16(1), u16(records.length), u16(0), u16(0));
  const asked = bytes(dnsName(question.name), u16(TYPES[question.type]), u16(INTERNET));
  return bytes(u16(question.id), u16(flags), counts, asked, ...records.map(record));
}

/** The name is a pointer to the question's, at offset 12 (RFC 1035 section 4.1.4). */
function record({type, ttl, data}: ResourceRecord): Uint8Array {
  return bytes(0xc0, 12, u16(TYPES[type]), u16(INTERNET), u32(ttl), u16(data.length), data);
}
