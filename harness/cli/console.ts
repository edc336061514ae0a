import {writeSync} from 'node:fs';
import cliProgress from 'cli-progress';
import type {ArmProgress, Message, Say} from '../domain/message.ts';
import {plural} from '../domain/plural.ts';
import {LogStream} from './log-stream.ts';

/** The only place that prints. Data goes to stdout; messages, progress and failures to stderr. */

export const terminalWidth = (): number => Math.min(300, Math.max(40, process.stdout.columns ?? 100));

export const useColour = (): boolean => Boolean(process.stdout.isTTY) && process.env.NO_COLOR === undefined;

export function printData(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

export function printJson(value: unknown): void {
  printData(JSON.stringify(value, null, 1));
}

export function printFailure(message: string): void {
  process.stderr.write(
    `${message
      .split('\n')
      .map(line => `ruletrial: ${printable(line)}`)
      .join('\n')}\n`,
  );
}

export function printFailureJson(failure: unknown, message: string): void {
  process.stderr.write(`${JSON.stringify({failure, message})}\n`);
}

/** Prints a warning of a command that otherwise prints data. */
export function warn(text: string): void {
  process.stderr.write(`! ${printable(text)}\n`);
}

/** Prints a stack trace if RULETRIAL_DEBUG is set. */
export function printStack(thrown: unknown): void {
  if (process.env.RULETRIAL_DEBUG && thrown instanceof Error) process.stderr.write(`${thrown.stack}\n`);
}

/** The shortest time between two plain lines of progress. */
const LINE_EVERY_MS = 2000;

/** Prints messages: as bars on a terminal, as plain lines elsewhere, or as NDJSON. `stop` restores the terminal. */
export function sayer(style: 'bars' | 'lines' | 'ndjson' = 'bars'): {say: Say; stop(): void} {
  if (style === 'ndjson') return ndjson();
  return process.stderr.isTTY && style === 'bars' ? bars() : lines();
}

const STDOUT = 1;
const STDERR = 2;

const missingMessage = (missing: number, reason: string): string =>
  `${missing} ${missing === 1 ? 'line' : 'lines'} of this log could not be written: ${reason}`;

/** Prints one message per line as JSON, with its time, for the log of a service. */
function ndjson(): {say: Say; stop(): void} {
  const line = (message: Message): string => JSON.stringify({at: new Date().toISOString(), ...message});
  const log = new LogStream(
    bytes => writeSync(STDOUT, bytes),
    (missing, reason) => line({kind: 'warning', text: missingMessage(missing, reason)}),
  );
  const say = (message: Message): void => {
    if (message.kind !== 'work' && message.kind !== 'arms') log.line(line(message));
  };
  return {say, stop: () => log.end()};
}

const stderrLog = (): LogStream =>
  new LogStream(
    bytes => writeSync(STDERR, bytes),
    (missing, reason) => `! ${missingMessage(missing, reason)}`,
  );

function lines(): {say: Say; stop(): void} {
  const log = stderrLog();
  let printedAt = Date.now();
  const due = (): boolean => {
    if (Date.now() - printedAt < LINE_EVERY_MS) return false;
    printedAt = Date.now();
    return true;
  };
  const say = (message: Message): void => {
    if (message.kind === 'info' || message.kind === 'warning') write(message, log);
    else if (message.kind === 'work') {
      if (due()) log.line(`${message.what}: ${message.done} of ${message.total}`);
    } else if (due() || message.arms.every(({captures, capturesDone}) => captures === capturesDone)) {
      const arms = message.arms.map(arm => `${arm.arm} ${armProgress(arm)}`).join('; ');
      log.line(`${arms}${timeLeft(message.secondsLeft)}`);
    }
  };
  return {say, stop: () => log.end()};
}

const write = (message: {kind: 'info' | 'warning'; text: string}, log: LogStream): void =>
  log.line(`${message.kind === 'warning' ? '! ' : ''}${printable(message.text)}`);

/** Replaces control characters, since text from captures and engines may contain anything. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, '\u00b7');

const armProgress = (arm: ArmProgress): string =>
  `${arm.capturesDone}/${plural(arm.captures, 'capture')}, ${plural(arm.packets, 'packet')}, ${plural(arm.alerts, 'alert')}`;

const timeLeft = (seconds: number | undefined): string =>
  seconds === undefined ? '' : `; ${Math.ceil(seconds)} s left`;

function bars(): {say: Say; stop(): void} {
  const log = stderrLog();
  let multi: cliProgress.MultiBar | undefined;
  const shown = new Map<string, cliProgress.SingleBar>();
  const bar = (name: string, total: number): cliProgress.SingleBar => {
    multi ??= new cliProgress.MultiBar(
      {
        format: '{name} {bar} {progress}',
        stream: process.stderr,
        hideCursor: true,
        barsize: 24,
        emptyOnZero: true,
      },
      cliProgress.Presets.shades_classic,
    );
    const known = shown.get(name) ?? multi.create(total, 0, {name: name.padEnd(16), progress: ''});
    shown.set(name, known);
    return known;
  };
  const stop = (): void => {
    multi?.stop();
    multi = undefined;
    shown.clear();
  };
  const say = (message: Message): void => {
    if (message.kind === 'info' || message.kind === 'warning') {
      stop();
      write(message, log);
    } else if (message.kind === 'work') {
      bar(message.what, message.total).update(message.done, {
        progress: `${message.done} of ${message.total}`,
      });
      if (message.done >= message.total) stop();
    } else {
      for (const arm of message.arms) {
        bar(arm.arm, arm.captures).update(arm.capturesDone, {
          progress: `${armProgress(arm)}${timeLeft(message.secondsLeft)}`,
        });
      }
    }
  };
  return {say, stop};
}
