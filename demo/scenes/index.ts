import {c2Beacon} from './c2-beacon.ts';
import {cleanDns} from './clean-dns.ts';
import {cleanIpv6} from './clean-ipv6.ts';
import {cleanWeb} from './clean-web.ts';
import {dnsAmplification} from './dns-amplification.ts';
import {dnsSpoof} from './dns-spoof.ts';
import {ftpLogins} from './ftp-logins.ts';
import {icmpSweep} from './icmp-sweep.ts';
import {log4shell} from './log4shell.ts';
import {nexusTraversal} from './nexus-traversal.ts';
import {ntpMonlist} from './ntp-monlist.ts';
import {phpInjection} from './php-injection.ts';
import {portScan} from './port-scan.ts';
import {rdpScan} from './rdp-scan.ts';
import {redisTakeover} from './redis-takeover.ts';
import {routerInjection} from './router-injection.ts';
import type {Scene} from './scene.ts';
import {sipInvite} from './sip-invite.ts';
import {smbProbe} from './smb-probe.ts';
import {smtpRelay} from './smtp-relay.ts';
import {snmpPublic} from './snmp-public.ts';
import {sqlPing} from './sql-ping.ts';
import {sshBruteForce} from './ssh-brute-force.ts';
import {telnetMirai} from './telnet-mirai.ts';
import {tftpRead} from './tftp-read.ts';
import {thinkphp} from './thinkphp.ts';
import {webProbes} from './web-probes.ts';
import {windowsShell} from './windows-shell.ts';

/** Every scene of the demo, in chronological order. */
export const scenes: readonly Scene[] = [
  cleanWeb,
  cleanDns,
  cleanIpv6,
  sshBruteForce,
  telnetMirai,
  smbProbe,
  sipInvite,
  ntpMonlist,
  snmpPublic,
  tftpRead,
  ftpLogins,
  log4shell,
  phpInjection,
  thinkphp,
  routerInjection,
  nexusTraversal,
  webProbes,
  sqlPing,
  dnsAmplification,
  dnsSpoof,
  icmpSweep,
  portScan,
  c2Beacon,
  windowsShell,
  smtpRelay,
  rdpScan,
  redisTakeover,
];
