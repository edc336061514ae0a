import type {Packet} from '../packets/packet.ts';
import type {Random} from '../packets/random.ts';

/** One kind of traffic that a honeypot sees, as one capture. */
export interface Scene {
  /** The capture's file name without `.pcap`; also the seed of its randomness. */
  readonly name: string;
  readonly describe: string;
  /** Minutes from the start of the demo to the start of the capture. */
  readonly minute: number;
  packets(random: Random): readonly Packet[];
}
