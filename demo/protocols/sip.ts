export interface SipRequest {
  readonly method: 'INVITE' | 'OPTIONS' | 'REGISTER';
  /** User part of the address that is called. */
  readonly user: string;
  /** Host that is called. */
  readonly host: string;
  readonly caller: string;
  /** Unique per call; used for the branch and the tag too. */
  readonly callId: string;
  readonly agent: string;
}

/** A request of RFC 3261 without a body. */
export function sipRequest({method, user, host, caller, callId, agent}: SipRequest): string {
  return lines(
    `${method} sip:${user}@${host} SIP/2.0`,
    `Via: SIP/2.0/UDP ${caller}:5060;branch=z9hG4bK-${callId};rport`,
    'Max-Forwards: 70',
    `To: <sip:${user}@${host}>`,
    `From: <sip:${user}@${host}>;tag=${callId}`,
    `Contact: <sip:${user}@${caller}:5060>`,
    `Call-ID: ${callId}@${caller}`,
    `CSeq: 1 ${method}`,
    `User-Agent: ${agent}`,
    'Content-Length: 0',
  );
}

/** The server's rejection of the request. */
export function sipRefusal({method, user, host, caller, callId}: SipRequest, status: string): string {
  return lines(
    `SIP/2.0 ${status}`,
    `Via: SIP/2.0/UDP ${caller}:5060;branch=z9hG4bK-${callId};rport=5060`,
    `To: <sip:${user}@${host}>;tag=sensor`,
    `From: <sip:${user}@${host}>;tag=${callId}`,
    `Call-ID: ${callId}@${caller}`,
    `CSeq: 1 ${method}`,
    'Content-Length: 0',
  );
}

const lines = (...text: readonly string[]): string => `${text.join('\r\n')}\r\n\r\n`;
