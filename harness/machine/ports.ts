/** What doctor knows of this machine. */
export interface MachineFacts {
  readonly node: string;
  readonly platform: string;
  /** Of /etc/os-release: `kali`, `debian`; '' where there is none. */
  readonly osId: string;
  readonly osName: string;
  readonly snort: {readonly found: SnortFound} | {readonly missing: string};
  /** Version of PulledPork3; undefined where it is not found. */
  readonly pulledpork: string | undefined;
  readonly stateDir: string;
  readonly freeBytes: number | undefined;
  readonly stateWritable: boolean;
  readonly sqlite: string;
  readonly cores: number;
}

export interface SnortFound {
  readonly binary: string;
  readonly version: string;
  readonly defaults: string;
  readonly daqModules: readonly string[];
}
