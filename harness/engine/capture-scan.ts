import {type CaptureFormat, formatOf, HEADER_BYTES} from './capture-header.ts';

/** What a capture file shows without decoding any protocol. */
export interface ScannedCapture {
  /** Link type (LINKTYPE) of the first interface; undefined if none is declared. */
  readonly linkType: number | undefined;
  /** What is wrong with the header; undefined if it is valid. */
  readonly problem: string | undefined;
  readonly packets: number;
  /** Packets of which the capture holds fewer bytes than were on the wire. */
  readonly cutPackets: number;
}

/** How many bytes of a record are read; the rest is skipped. */
const READ_BYTES = 32;
/** libpcap reads no larger packets (MAXIMUM_SNAPLEN is 256 KiB for most link types, 128 MiB for USB and D-Bus). */
const LARGEST_RECORD_BYTES = 256 * 1024 * 1024;

const BLOCKS = {section: 0x0a0d0d0a, interface: 1, packet: 2, simple: 3, enhanced: 6} as const;

/**
 * Scans a capture chunk by chunk, with at most the head of one record in memory. A broken or unfinished record ends the
 * scan; Snort reports by itself how far it could read such a file.
 */
export class CaptureScan {
  private buffer: Buffer = Buffer.alloc(0);
  private toSkip = 0;
  private format: CaptureFormat | undefined;
  private little = true;
  private isDone = false;
  private firstSnaplen = 0;
  private lengthsSwapped = false;
  private linkType: number | undefined;
  private packets = 0;
  private cutPackets = 0;

  push(chunk: Buffer): void {
    if (this.isDone) return;
    let data = chunk;
    if (this.toSkip > 0) {
      const passed = Math.min(this.toSkip, data.length);
      this.toSkip -= passed;
      data = data.subarray(passed);
    }
    this.buffer = this.buffer.length === 0 ? data : Buffer.concat([this.buffer, data]);
    if (this.format === undefined) {
      if (this.buffer.length < HEADER_BYTES) return;
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
    this.format = formatOf(this.buffer);
    if (this.format.kind === 'none') this.isDone = true;
    if (this.format.kind !== 'pcap') return;
    this.little = this.format.little;
    // the upper bits of the link type are the length of a frame check sequence
    this.linkType = this.u32(20) & 0xffff;
    const [major, minor] = [this.u16(4), this.u16(6)];
    this.lengthsSwapped = major === 543 || (major === 2 && minor < 3);
    this.skip(24);
  }

  private drain(): void {
    while (!this.isDone && this.toSkip === 0 && this.next());
  }

  /** Reads the current record; returns false if more bytes are needed. */
  private next(): boolean {
    return this.format?.kind === 'pcap' ? this.nextRecord(this.format.patched) : this.nextBlock();
  }

  private nextRecord(patched: boolean): boolean {
    const head = patched ? 24 : 16;
    if (this.buffer.length < head) return false;
    const [first, second] = [this.u32(8), this.u32(12)];
    const [captured, length] = this.lengthsSwapped ? [second, first] : [first, second];
    this.count(captured, length);
    return this.skip(head + captured);
  }

  private nextBlock(): boolean {
    if (this.buffer.length < 12) return false;
    const type = this.buffer.readUInt32LE(0);
    // this number is the same in both byte orders; the section's own order follows it
    if (type === BLOCKS.section) this.little = this.buffer.readUInt32LE(8) === 0x1a2b3c4d;
    const length = this.u32(4);
    if (length < 12 || length % 4 !== 0) {
      this.isDone = true;
      return false;
    }
    if (this.buffer.length < Math.min(length, READ_BYTES)) return false;
    this.readBlock(this.u32(0), length);
    return this.skip(length);
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
      this.isDone = true;
      return;
    }
    this.packets += 1;
    if (captured < length) this.cutPackets += 1;
  }

  /** Skips bytes, some of which may not have arrived yet. */
  private skip(bytes: number): boolean {
    const here = Math.min(bytes, this.buffer.length);
    this.toSkip = bytes - here;
    this.buffer = this.buffer.subarray(here);
    return true;
  }

  private u32(at: number): number {
    return this.little ? this.buffer.readUInt32LE(at) : this.buffer.readUInt32BE(at);
  }

  private u16(at: number): number {
    return this.little ? this.buffer.readUInt16LE(at) : this.buffer.readUInt16BE(at);
  }
}
