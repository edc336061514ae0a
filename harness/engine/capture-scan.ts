import {type CaptureFormat, formatOf, HEADER_BYTES} from './capture-header.ts';

/** What a whole capture file tells without any protocol being decoded. */
export interface ScannedCapture {
  /** Of the first interface (LINKTYPE); undefined where none is declared. */
  readonly linkType: number | undefined;
  /** What is wrong with the header; undefined where nothing is. */
  readonly problem: string | undefined;
  readonly packets: number;
  /** Packets of which the capture holds fewer bytes than were on the wire. */
  readonly cutPackets: number;
}

/** The longest part of a record that is looked at: what is longer is passed over unread. */
const LOOKED_AT_BYTES = 32;
/** libpcap reads no longer packet (MAXIMUM_SNAPLEN of most link types is 256 KiB; USB and D-Bus have 128 MiB). */
const LARGEST_RECORD_BYTES = 256 * 1024 * 1024;

const BLOCKS = {section: 0x0a0d0d0a, interface: 1, packet: 2, simple: 3, enhanced: 6} as const;

/**
 * Scans a capture chunk by chunk, holding no more than the head of one record. A broken or unfinished record ends the
 * scan; Snort itself says what it made of such a file.
 */
export class CaptureScan {
  private held: Buffer = Buffer.alloc(0);
  private passOver = 0;
  private format: CaptureFormat | undefined;
  private little = true;
  private over = false;
  private firstSnaplen = 0;
  private lengthsSwapped = false;
  private linkType: number | undefined;
  private packets = 0;
  private cutPackets = 0;

  push(chunk: Buffer): void {
    if (this.over) return;
    let data = chunk;
    if (this.passOver > 0) {
      const passed = Math.min(this.passOver, data.length);
      this.passOver -= passed;
      data = data.subarray(passed);
    }
    this.held = this.held.length === 0 ? data : Buffer.concat([this.held, data]);
    if (this.format === undefined) {
      if (this.held.length < HEADER_BYTES) return;
      this.begin();
    }
    this.drain();
  }

  end(): ScannedCapture {
    if (this.format === undefined) {
      this.begin();
      this.drain();
    }
    const {format, linkType, packets, cutPackets} = this;
    const problem =
      format?.kind === 'none'
        ? format.problem
        : linkType === undefined
          ? 'the pcapng file does not declare an interface'
          : undefined;
    return {linkType, problem, packets, cutPackets};
  }

  private begin(): void {
    this.format = formatOf(this.held);
    if (this.format.kind === 'none') this.over = true;
    if (this.format.kind !== 'pcap') return;
    this.little = this.format.little;
    // the upper bits of the link type hold the length of a frame check sequence
    this.linkType = this.u32(20) & 0xffff;
    const [major, minor] = [this.u16(4), this.u16(6)];
    this.lengthsSwapped = major === 543 || (major === 2 && minor < 3);
    this.take(24);
  }

  private drain(): void {
    while (!this.over && this.passOver === 0 && this.next());
  }

  /** Reads the record at hand; false when more bytes are needed. */
  private next(): boolean {
    return this.format?.kind === 'pcap' ? this.nextRecord(this.format.patched) : this.nextBlock();
  }

  private nextRecord(patched: boolean): boolean {
    const head = patched ? 24 : 16;
    if (this.held.length < head) return false;
    const [first, second] = [this.u32(8), this.u32(12)];
    const [captured, length] = this.lengthsSwapped ? [second, first] : [first, second];
    this.count(captured, length);
    return this.take(head + captured);
  }

  private nextBlock(): boolean {
    if (this.held.length < 12) return false;
    const type = this.held.readUInt32LE(0);
    // the same number in both byte orders; the section's own order stands behind it
    if (type === BLOCKS.section) this.little = this.held.readUInt32LE(8) === 0x1a2b3c4d;
    const length = this.u32(4);
    if (length < 12 || length % 4 !== 0) {
      this.over = true;
      return false;
    }
    if (this.held.length < Math.min(length, LOOKED_AT_BYTES)) return false;
    this.readBlock(this.u32(0), length);
    return this.take(length);
  }

  private readBlock(type: number, length: number): void {
    if (type === BLOCKS.interface && length >= 20 && this.linkType === undefined) {
      this.linkType = this.u16(8);
      this.firstSnaplen = this.u32(12);
    }
    if ((type === BLOCKS.enhanced || type === BLOCKS.packet) && length >= 32)
      this.count(this.u32(20), this.u32(24));
    if (type === BLOCKS.simple && length >= 16) {
      const whole = this.u32(8);
      this.count(this.firstSnaplen === 0 ? whole : Math.min(whole, this.firstSnaplen), whole);
    }
  }

  private count(captured: number, length: number): void {
    if (captured > LARGEST_RECORD_BYTES) {
      this.over = true;
      return;
    }
    this.packets += 1;
    if (captured < length) this.cutPackets += 1;
  }

  /** Leaves so many bytes behind, some of which may not have come yet. */
  private take(bytes: number): boolean {
    const here = Math.min(bytes, this.held.length);
    this.passOver = bytes - here;
    this.held = this.held.subarray(here);
    return true;
  }

  private u32(at: number): number {
    return this.little ? this.held.readUInt32LE(at) : this.held.readUInt32BE(at);
  }

  private u16(at: number): number {
    return this.little ? this.held.readUInt16LE(at) : this.held.readUInt16BE(at);
  }
}
