import type {EngineSettings} from '../domain/trial.ts';

/**
 * Snort keeps 8 events of a packet and logs 3, of the first action group alone. The larger ruleset then seems to miss what
 * it found, and equal arms may log different events. This queue logs every event.
 */
export const ALL_EVENTS = 'event_queue = { max_queue = 1024, log = 1024, process_all_events = true }';

/** Which event queue an arm ran with: one that logs all, Snort's own, or one of the user's own tweaks. */
export type EventQueue = 'all' | 'snort' | 'tweaks';

/** Comments of Lua, in their long form and to the end of the line. */
const COMMENTS = /--\[(=*)\[[\s\S]*?\]\1\]|--[^\n]*/g;

/** An `event_queue` in the tweaks comes last in the configuration, and so wins. */
export const eventQueueOf = ({events, tweaks}: Pick<EngineSettings, 'events' | 'tweaks'>): EventQueue =>
  /\bevent_queue\b/.test(tweaks.replace(COMMENTS, '')) ? 'tweaks' : (events ?? 'snort');
