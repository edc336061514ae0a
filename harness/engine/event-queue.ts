import type {EngineSettings} from '../domain/trial.ts';

/**
 * By default Snort matches 5 rules of a packet for each action, keeps 8 events and logs 3, of the first action alone. The
 * larger ruleset then seems to miss what it found, and equal arms may log different events. This configuration logs every
 * event, up to Snort's own maximum of 100 rules a packet (MAX_EVENT_MATCH in fp_detect.h); its peg counts tell of more.
 */
export const ALL_EVENTS: readonly string[] = [
  'event_queue = { max_queue = 1024, log = 1024, process_all_events = true }',
  'search_engine = search_engine or {}',
  'search_engine.max_queue_events = 100',
];

/** Which event queue an arm ran with: one that logs all, Snort's own, or one of the user's own tweaks. */
export type EventQueue = 'all' | 'snort' | 'tweaks';

/** Comments of Lua, in their long form and to the end of the line. */
const COMMENTS = /--\[(=*)\[[\s\S]*?\]\1\]|--[^\n]*/g;

/** An `event_queue` in the tweaks comes last in the configuration, and so wins. */
export const eventQueueOf = ({events, tweaks}: Pick<EngineSettings, 'events' | 'tweaks'>): EventQueue =>
  /\bevent_queue\b/.test(tweaks.replace(COMMENTS, '')) ? 'tweaks' : (events ?? 'snort');
