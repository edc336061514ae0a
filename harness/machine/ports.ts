/** What doctor knows of this machine. */
export interface MachineFacts {
  readonly node: string;
  readonly platform: string;
  /** Of /etc/os-release: `kali`, `debian`; '' where there is none. */
  readonly osId: string;
  readonly osName: string;
  readonly snort: {readonly found: SnortFound} | {readonly missing: string};
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
