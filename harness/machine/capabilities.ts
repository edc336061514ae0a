/** Bit numbers from linux/capability.h. */
const CAP_NET_ADMIN = 12n;
const CAP_NET_RAW = 13n;

/**
 * Reads from /proc/PID/status whether programs that this process starts may capture (capabilities(7)): programs of root get
 * the effective capabilities, those of other users only the ambient ones. Undefined if the text does not say.
 */
export function mayCapture(status: string, isRoot: boolean): boolean | undefined {
  const found = new RegExp(`^Cap${isRoot ? 'Eff' : 'Amb'}:\\s+([0-9a-f]{1,16})$`, 'm').exec(status)?.[1];
  if (found === undefined) return undefined;
  const bits = BigInt(`0x${found}`);
  return [CAP_NET_ADMIN, CAP_NET_RAW].every(bit => (bits >> bit) % 2n === 1n);
}
