import {bytes, type Piece} from './bytes.ts';
import {isLocal} from './network.ts';
import {MILLISECOND, type Packet} from './packet.ts';
import type {Random} from './random.ts';
import {ACK, FIN, MSS, PSH, RST, SYN, tcpFrame} from './tcp-segment.ts';
import type {Endpoint} from './udp.ts';

type Side = 'client' | 'server';

/** A whole message from one side; the session cuts it into segments. */
export interface Turn {
  readonly side: Side;
  readonly data: Uint8Array;
  /** Pause before it is sent, in microseconds. */
  readonly pause: number;
}

interface Session {
  readonly client: Endpoint;
  readonly server: Endpoint;
  /** When the SYN is sent: microseconds since the start of the capture. */
  readonly at: number;
  readonly turns: readonly Turn[];
  /** Who sends the first FIN, or that the client resets; if absent, the client sends a FIN. */
  readonly ends?: Side | 'reset';
}

export const client = (data: Piece, pause = 0): Turn => ({side: 'client', data: bytes(data), pause});
export const server = (data: Piece, pause = 0): Turn => ({side: 'server', data: bytes(data), pause});

/** A whole connection: handshake, every turn cut at the MSS and acknowledged, and its end. */
export function tcpSession(session: Session, random: Random): Packet[] {
  const wire = new Wire(session, random);
  wire.send('client', SYN);
  wire.send('server', SYN | ACK);
  wire.send('client', ACK);
  for (const turn of session.turns) speak(wire, turn);
  const ends = session.ends ?? 'client';
  if (ends === 'reset') wire.send('client', RST | ACK);
  else closeFrom(wire, ends);
  return wire.packets;
}

function speak(wire: Wire, {side, data, pause}: Turn): void {
  wire.wait(pause);
  for (let at = 0; at < data.length; at += 2 * MSS) {
    const pair = data.subarray(at, at + 2 * MSS);
    wire.send(side, pair.length <= MSS ? PSH | ACK : ACK, pair.subarray(0, MSS));
    if (pair.length > MSS) wire.send(side, PSH | ACK, pair.subarray(MSS));
    wire.send(otherThan(side), ACK);
  }
}

function closeFrom(wire: Wire, side: Side): void {
  wire.send(side, FIN | ACK);
  wire.send(otherThan(side), FIN | ACK);
  wire.send(side, ACK);
}

const otherThan = (side: Side): Side => (side === 'client' ? 'server' : 'client');

/** Microseconds until an external host answers, until a local host does, and between two packets of one sender. */
const OUTSIDE_ANSWER = 40 * MILLISECOND;
const LOCAL_ANSWER = 150;
const NEXT_PACKET = 20;

/** Keeps the clock and both sequence numbers of one connection, as the sensor's interface sees them. */
class Wire {
  readonly packets: Packet[] = [];
  readonly #session: Session;
  readonly #next: Record<Side, number>;
  #now: number;
  #last: Side = 'client';

  constructor(session: Session, random: Random) {
    this.#session = session;
    this.#now = session.at;
    this.#next = {client: random.u32(), server: random.u32()};
  }

  wait(microseconds: number): void {
    this.#now += microseconds;
  }

  send(side: Side, flags: number, data: Uint8Array = bytes()): void {
    this.#travel(side);
    const peer = otherThan(side);
    const acknowledgement = flags & ACK ? this.#next[peer] : 0;
    const {[side]: from, [peer]: to} = this.#session;
    const segment = {from, to, flags, sequence: this.#next[side], acknowledgement, data};
    this.packets.push({at: this.#now, frame: tcpFrame(segment)});
    const takesNumber = flags & (SYN | FIN) ? 1 : 0;
    this.#next[side] = (this.#next[side] + data.length + takesNumber) >>> 0;
  }

  /** Time passes before every packet but the first, which is sent when the session begins. */
  #travel(side: Side): void {
    const answer = isLocal(this.#session[side].address) ? LOCAL_ANSWER : OUTSIDE_ANSWER;
    if (this.packets.length > 0) this.#now += side === this.#last ? NEXT_PACKET : answer;
    this.#last = side;
  }
}
