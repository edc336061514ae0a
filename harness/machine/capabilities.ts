/** Bits of linux/capability.h. */
const CAP_NET_ADMIN = 12n;
const CAP_NET_RAW = 13n;

/**
 * Whether programs that this process starts may capture, of /proc/PID/status (capabilities(7)): those of root get what
 * is effective here, those of any other user only what is ambient. Undefined where the text does not tell.
 */
export function mayCapture(status: string, isRoot: boolean): boolean | undefined {
  const found = new RegExp(`^Cap${isRoot ? 'Eff' : 'Amb'}:\\s+([0-9a-f]{1,16})$`, 'm').exec(status)?.[1];
  if (found === undefined) return undefined;
  const bits = BigInt(`0x${found}`);
  return [CAP_NET_ADMIN, CAP_NET_RAW].every(bit => (bits >> bit) % 2n === 1n);
}
