import {schedule} from 'node-cron';
import type {Ticker} from '../ports.ts';

/** Ticks at every full second; when a slot begins is croner's word alone. */
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
