/** What a capture file's first bytes tell. */
export type CaptureHeader = {readonly linkType: number} | {readonly problem: string};

const PCAP_MICROS = 0xa1b2c3d4;
const PCAP_NANOS = 0xa1b23c4d;
const PCAPNG_SECTION = 0x0a0d0d0a;
const PCAPNG_INTERFACE = 1;

/** How many of a file's first bytes are enough. */
export const HEADER_BYTES = 4096;

/** Name endings that make a file a capture though its header may be broken. */
export const CAPTURE_NAME = /\.(pcap|pcapng|cap|ntar|dmp)(\.gz)?$/i;

/** Reads the link type (https://www.tcpdump.org/linktypes.html) from a pcap or pcapng header. */
export function readCaptureHeader(bytes: Uint8Array): CaptureHeader {
  if (bytes.length === 0) return {problem: 'the file is empty'};
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    return {problem: 'the file is gzipped: Snort reads none; unpack it with gunzip'};
  if (bytes.length < 24) return {problem: 'the file is shorter than a capture header'};
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const little of [true, false]) {
    const magic = view.getUint32(0, little);
    // the upper bits of the link type hold the length of a frame check sequence
    if (magic === PCAP_MICROS || magic === PCAP_NANOS) return {linkType: view.getUint32(20, little) & 0xffff};
  }
  if (view.getUint32(0, true) === PCAPNG_SECTION) return readPcapng(view);
  return {problem: 'the file begins with no capture header (pcap or pcapng)'};
}

export const isCapture = (bytes: Uint8Array): boolean => 'linkType' in readCaptureHeader(bytes);

/** The first interface block's link type. */
function readPcapng(view: DataView): CaptureHeader {
  const little = view.getUint32(8, true) === 0x1a2b3c4d;
  let at = 0;
  while (at + 12 <= view.byteLength) {
    const type = view.getUint32(at, little);
    const length = view.getUint32(at + 4, little);
    if (type === PCAPNG_INTERFACE) return {linkType: view.getUint16(at + 8, little)};
    if (length < 12 || length % 4 !== 0) break;
    at += length;
  }
  return {problem: 'the pcapng header names no interface'};
}
