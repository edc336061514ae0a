import type {Alert} from '../../domain/alert.ts';

type Texts = Pick<Alert, 'msg' | 'class' | 'iface' | 'context'>;

/** How many rules, and how many characters of their texts, are remembered. */
const REMEMBERED = 4096;
const REMEMBERED_CHARACTERS = 4 * 1024 * 1024;

/**
 * An alert nearly always has the same texts as the last alert of its rule. They are then in memory only once, however many
 * alerts wait for a commit.
 */
export class SharedTexts {
  readonly #last = new Map<number, Texts>();
  #characters = 0;

  /** Returns the given texts, or equal ones that are already in memory. */
  share(sid: number, texts: Texts): Texts {
    const last = this.#last.get(sid);
    if (last && areSame(last, texts)) return last;
    if (this.#last.size >= REMEMBERED || this.#characters >= REMEMBERED_CHARACTERS) {
      this.#last.clear();
      this.#characters = 0;
    }
    this.#last.set(sid, texts);
    this.#characters += texts.msg.length + texts.class.length + (texts.iface?.length ?? 0);
    return texts;
  }
}

const areSame = (a: Texts, b: Texts): boolean =>
  a.msg === b.msg && a.class === b.class && a.iface === b.iface && isSameContext(a.context, b.context);

const isSameContext = (a: Alert['context'], b: Alert['context']): boolean =>
  a.action === b.action &&
  a.dir === b.dir &&
  a.proto === b.proto &&
  a.service === b.service &&
  a.pkt_gen === b.pkt_gen &&
  a.eth_type === b.eth_type &&
  a.tcp_flags === b.tcp_flags;
