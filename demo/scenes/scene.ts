import type {Packet} from '../packets/packet.ts';
import type {Random} from '../packets/random.ts';

/** One thing that a honeypot meets, in one capture. */
export interface Scene {
  /** The capture's file name without `.pcap`; also the seed of its randomness. */
  readonly name: string;
  readonly describe: string;
  /** Minutes from the demo's begin to the capture's. */
  readonly minute: number;
  packets(random: Random): readonly Packet[];
}
