import type {ReadLive} from '../arms/read-declared.ts';
import type {Policy} from '../domain/rule.ts';
import type {Manifest} from '../domain/snapshot.ts';
import type {Micros} from '../domain/time.ts';
import type {MachineFacts} from '../machine/ports.ts';

/** What an arm of a live schedule would load if its trial were made now. */
export interface ForeseenArm {
  readonly arm: string;
  readonly ruleset: string;
  /** Its own, else its ruleset's. */
  readonly policy: Policy | undefined;
  /** The last good snapshot of what is declared now. */
  readonly snapshot: Manifest | undefined;
  /** What it lacks, or what of it would not be refreshed. */
  readonly lacking: string | undefined;
}

/** A live schedule, looked at: nothing was run, downloaded or written for it. */
export interface Foreseen {
  readonly name: string;
  readonly read: ReadLive;
  readonly arms: readonly ForeseenArm[];
  readonly machine: MachineFacts;
  readonly now: Micros;
}
