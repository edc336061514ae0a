import {bytes, hex, le16, le32, type Piece, u16, zeros} from '../packets/bytes.ts';

/** Commands of MS-CIFS section 2.2.2.1. */
export const SMB = {
  NEGOTIATE: 0x72,
  SESSION_SETUP: 0x73,
  TREE_CONNECT: 0x75,
  TRANS2: 0x32,
  NT_TRANSACT: 0xa0,
};

export interface Message {
  /** One of SMB's values. */
  readonly command: number;
  readonly isResponse?: boolean;
  /** NTSTATUS, 0..2^32-1; 0 is success. */
  readonly status?: number;
  /** Multiplex id, 0..65535: pairs request and response. */
  readonly mid?: number;
  /** The parameter words; an even number of bytes. */
  readonly words?: Uint8Array;
  readonly data?: Uint8Array;
}

/** No further command in the message (MS-CIFS section 2.2.3.4). */
export const NO_ANDX = hex('ff 00 00 00');

/** The message in its NetBIOS session packet (RFC 1002 section 4.3.1). */
export function smbMessage(message: Message): Uint8Array {
  const {words = bytes(), data = bytes()} = message;
  const content = bytes(header(message), words.length / 2, words, le16(data.length), data);
  return bytes(0, 0, u16(content.length), content);
}

function header({command, isResponse = false, status = 0, mid = 1}: Message): Uint8Array {
  const flags = isResponse ? 0x98 : 0x18;
  const longNamesAndNtStatus = 0x4001;
  const processId = le16(0xfeff);
  const userId = command === SMB.NEGOTIATE ? 0 : 2048;
  const treeId = command === SMB.TRANS2 || command === SMB.NT_TRANSACT ? 2048 : 0;
  const start = bytes(0xff, 'SMB', command, le32(status), flags, le16(longNamesAndNtStatus), zeros(12));
  return bytes(start, le16(treeId), processId, le16(userId), le16(mid));
}

export const zeroEnded = (...texts: readonly Piece[]): Uint8Array =>
  bytes(...texts.map(text => bytes(text, 0)));
