import {type Logger, schedule} from 'node-cron';
import {thrownMessage} from '../../domain/failure.ts';
import type {Say} from '../../domain/message.ts';
import type {Ticker} from '../ports.ts';

/**
 * Creates a ticker that ticks every second; croner decides when a slot begins. node-cron itself prints nothing: a tick that
 * comes late or not at all loses nothing, because the next one does its work, and an error in a tick goes to the log.
 */
export function cronTicker(say: Say): Ticker {
  const logger: Logger = {
    info() {},
    warn() {},
    debug() {},
    error(thrown) {
      say({kind: 'warning', text: `unexpected error: ${thrownMessage(thrown)}`});
    },
  };
  return {
    start(tick) {
      const task = schedule('* * * * * *', tick, {logger});
      return {
        stop: () => {
          void task.stop();
        },
      };
    },
  };
}
