import type {Alert} from '../../domain/alert.ts';

type Words = Pick<Alert, 'msg' | 'classtype' | 'iface' | 'context'>;

/** Rules whose words are remembered, and characters of them. */
const REMEMBERED = 4096;
const REMEMBERED_CHARACTERS = 4 * 1024 * 1024;

/**
 * An alert nearly always has the very words of the last alert of its rule: these are then held once in memory, however
 * many alerts wait for their commit.
 */
export class SharedWords {
  readonly #last = new Map<number, Words>();
  #characters = 0;

  /** The words given, or equal ones that are there already. */
  of(sid: number, words: Words): Words {
    const last = this.#last.get(sid);
    if (last && areSame(last, words)) return last;
    if (this.#last.size >= REMEMBERED || this.#characters >= REMEMBERED_CHARACTERS) {
      this.#last.clear();
      this.#characters = 0;
    }
    this.#last.set(sid, words);
    this.#characters += words.msg.length + words.classtype.length + (words.iface?.length ?? 0);
    return words;
  }
}

const areSame = (a: Words, b: Words): boolean =>
  a.msg === b.msg &&
  a.classtype === b.classtype &&
  a.iface === b.iface &&
  isSameContext(a.context, b.context);

const isSameContext = (a: Alert['context'], b: Alert['context']): boolean =>
  a.action === b.action &&
  a.dir === b.dir &&
  a.proto === b.proto &&
  a.service === b.service &&
  a.pkt_gen === b.pkt_gen &&
  a.eth_type === b.eth_type &&
  a.tcp_flags === b.tcp_flags;
