import type {EngineSettings} from '../domain/trial.ts';

/**
 * Configures Snort to log every event. By default it matches 5 rules per packet and action, keeps 8 events and logs 3 of
 * them, only for the first action, so a larger ruleset seems to miss events, and equal arms may log different ones. The
 * maximum is 100 rules per packet (MAX_EVENT_MATCH in fp_detect.h); peg counts show if there are more.
 */
export const ALL_EVENTS: readonly string[] = [
  'event_queue = { max_queue = 1024, log = 1024, process_all_events = true }',
  'search_engine = search_engine or {}',
  'search_engine.max_queue_events = 100',
];

/** The event queue of an arm: one that logs all events, Snort's own, or one from the user's tweaks. */
export type EventQueue = 'all' | 'snort' | 'tweaks';

/** Matches Lua comments, long ones and those up to the end of a line. */
const COMMENTS = /--\[(=*)\[[\s\S]*?\]\1\]|--[^\n]*/g;

/** Returns the event queue of an arm; an `event_queue` in the tweaks wins, because they are last in the configuration. */
export const eventQueueOf = ({events, tweaks}: Pick<EngineSettings, 'events' | 'tweaks'>): EventQueue =>
  /\bevent_queue\b/.test(tweaks.replace(COMMENTS, '')) ? 'tweaks' : (events ?? 'snort');
