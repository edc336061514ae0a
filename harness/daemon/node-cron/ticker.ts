import {schedule} from 'node-cron';
import type {Ticker} from '../ports.ts';

/** Ticks every second; croner decides when a slot begins. */
export const ticker: Ticker = {
  start(tick) {
    const task = schedule('* * * * * *', tick);
    return {
      stop: () => {
        void task.stop();
      },
    };
  },
};
