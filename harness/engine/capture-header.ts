/** How many of a file's first bytes are enough to know its format. */
export const HEADER_BYTES = 64;

/** Matches names of files that count as captures even if their header is broken. */
export const CAPTURE_NAME = /\.(pcap|pcapng|cap|ntar|dmp)(\.gz)?$/i;

/** Magic numbers of classic pcap (libpcap's sf-pcap.c); `patched` has eight more bytes before each packet. */
const PCAP_FORMATS: ReadonlyMap<number, 'plain' | 'patched'> = new Map([
  [0xa1b2c3d4, 'plain'],
  [0xa1b23c4d, 'plain'],
  [0xa1b2cd34, 'patched'],
]);
const PCAPNG_SECTION = 0x0a0d0d0a;
const PCAP_HEADER_BYTES = 24;

/** The format of a file according to its first bytes, with its byte order. */
export type CaptureFormat =
  | {readonly kind: 'pcap'; readonly little: boolean; readonly patched: boolean}
  | {readonly kind: 'pcapng'}
  | {readonly kind: 'none'; readonly problem: string};

/** Files that are often mistaken for captures, by their first bytes in hexadecimal. */
const OTHER_FORMATS: readonly (readonly [string, string])[] = [
  ['fd377a585a00', 'the file is compressed with xz: unpack it with unxz'],
  ['28b52ffd', 'the file is compressed with zstd: unpack it with unzstd'],
  ['425a68', 'the file is compressed with bzip2: unpack it with bunzip2'],
  ['504b0304', 'the file is a zip archive: unpack it with unzip'],
  ['736e6f6f70000000', 'the file is a snoop capture: convert it with editcap -F pcap'],
  ['474d4255', 'the file is a Network Monitor capture: convert it with editcap -F pcap'],
];

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Recognizes pcap and pcapng by the first bytes of an uncompressed file. */
export function formatOf(bytes: Uint8Array): CaptureFormat {
  const none = (problem: string): CaptureFormat => ({kind: 'none', problem});
  if (bytes.length === 0) return none('the file is empty');
  const head = Buffer.from(bytes.subarray(0, 8)).toString('hex');
  const other = OTHER_FORMATS.find(([magic]) => head.startsWith(magic));
  if (other) return none(other[1]);
  if (bytes.length < PCAP_HEADER_BYTES) return none('the file is shorter than a capture header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const little of [true, false]) {
    const format = PCAP_FORMATS.get(view.getUint32(0, little));
    if (format) return {kind: 'pcap', little, patched: format === 'patched'};
  }
  return view.getUint32(0, true) === PCAPNG_SECTION
    ? {kind: 'pcapng'}
    : none('the file does not begin with a pcap or pcapng header');
}

export const isCapture = (bytes: Uint8Array): boolean => formatOf(bytes).kind !== 'none';

/**
 * Link types whose number in a file (LINKTYPE, https://www.tcpdump.org/linktypes.html) differs from the number that libpcap
 * and Snort use in memory (DLT).
 */
const DLT_OF_LINKTYPE: ReadonlyMap<number, number> = new Map([
  [100, 11],
  [101, 12],
  [102, 15],
  [103, 16],
  [106, 19],
]);

/** Returns the number of a link type that Snort uses in its messages. */
export const dltOf = (linkType: number): number => DLT_OF_LINKTYPE.get(linkType) ?? linkType;
