import {describe, expect, it} from 'vitest';
import {
  defaultRouteIn,
  interfaceExists,
  packetsIn,
  packetsOf,
} from '../../harness/machine/linux/interfaces.ts';

const DEV = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:    2400      50    0    0    0     0          0         0     2400      50    0    0    0     0       0          0
  eth0:1178443    1300    0    5    0     0          0         0     6728     100    0    0    0     0       0          0
`;

const HEAD = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n';
const route = (name: string, destination: string, flags: string, metric: number, mask: string) =>
  `${name}\t${destination}\t0100A8C0\t${flags}\t0\t0\t${metric}\t${mask}\t0\t0\t0\n`;
const route6 = (name: string, flags: string, metric: string, length = '00') =>
  `${'0'.repeat(32)} ${length} ${'0'.repeat(32)} 00 fe800000000000000000000000000001 ${metric} 00000001 00000000 ${flags} ${name}\n`;

describe('the packets of an interface', () => {
  it('are those received and those sent, as an engine sees both', () => {
    expect(packetsIn(DEV, 'eth0')).toBe(1400);
    expect(packetsIn(DEV, 'lo')).toBe(100);
  });

  it('are not known of one that is not there', async () => {
    expect(packetsIn(DEV, 'eth')).toBeUndefined();
    expect(packetsIn('', 'eth0')).toBeUndefined();
    expect(await packetsOf('no-such-one')).toBeUndefined();
  });

  it.runIf(process.platform === 'linux')('are told by this machine of its own loopback', async () => {
    expect(await interfaceExists('lo')).toBe(true);
    expect(await interfaceExists('no-such-one')).toBe(false);
    expect(await packetsOf('lo')).toBeGreaterThanOrEqual(0);
  });
});

describe('the interface of the default route', () => {
  it('is that of the smallest metric', () => {
    const routes = [
      route('wlan0', '00000000', '0003', 600, '00000000'),
      route('eth0', '00000000', '0003', 100, '00000000'),
      route('eth1', '0000A8C0', '0001', 0, '00FFFFFF'),
    ];
    expect(defaultRouteIn(HEAD + routes.join(''), '')).toBe('eth0');
  });

  it('is none that is down, refused, or only half of everything', () => {
    const routes = [
      route('eth0', '00000000', '0002', 0, '00000000'),
      route('eth1', '00000000', '0201', 0, '00000000'),
      route('tun0', '00000000', '0003', 0, '00000080'),
    ];
    expect(defaultRouteIn(HEAD + routes.join(''), '')).toBeUndefined();
  });

  it('is that of IPv6 where IPv4 has none', () => {
    const routes = [
      route6('lo', '00200200', 'ffffffff'),
      route6('eth1', '00000003', '00000400'),
      route6('eth0', '00000003', '00000064'),
      route6('eth2', '00000003', '00000001', '40'),
    ];
    expect(defaultRouteIn(HEAD, routes.join(''))).toBe('eth0');
  });
});
