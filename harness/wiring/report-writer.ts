import {join, resolve} from 'node:path';
import type {ScratchFolder} from '../arms/check-arm.ts';
import type {Settings} from '../cli/command-deps.ts';
import {ok, type Result} from '../domain/result.ts';
import {fail, type LiveFailure} from '../live/failures.ts';
import type {ReportWriter} from '../live/machine-ports.ts';

/** Time limit of one report. */
const LIMIT_MINUTES = 10;
/** Time that the process gets to end when it is stopped. */
const GRACE_SECONDS = 5;
const MAX_REASON_BYTES = 500;

type Settled = Pick<Settings, 'stateDir' | 'reports' | 'project'>;

/**
 * Creates a writer of reports that runs `ruletrial report` in another process, at low priority and under a guard: reading a
 * trial blocks a process for seconds, in which the engines of a live trial would wait. `program` is the command line of
 * this ruletrial.
 */
export function reportWriter(
  program: readonly string[],
  settings: Settled,
  {withScratch}: ScratchFolder,
): ReportWriter {
  const reports = resolve(settings.reports);
  const options = [
    ...['--format', 'all', '--reports', reports],
    ...['--state-dir', resolve(settings.stateDir), '--project', resolve(settings.project)],
  ];
  return {
    write: (trial, stop) =>
      withScratch(async folder => {
        const report = join(reports, trial);
        const reason = await runGuarded([...program, 'report', trial, ...options], folder, report, stop);
        return reason === undefined
          ? ok(join(report, 'report.html'))
          : fail('report-not-written', {trial, reason});
      }) as Promise<Result<string, LiveFailure>>,
  };
}

/** Runs the command to its end; returns why it wrote no report, or undefined if it did. */
async function runGuarded(
  command: readonly string[],
  folder: string,
  report: string,
  stop: AbortSignal,
): Promise<string | undefined> {
  const {childProcesses} = await import('../process/child-processes.ts');
  const {engineFiles} = await import('../disk/engine-files.ts');
  const {removeParts} = await import('../disk/whole-files.ts');
  const argv = ['nice', '-n', '19', ...command];
  // the account of the guard is read together with this file
  await engineFiles.write(join(folder, 'argv.json'), `${JSON.stringify(argv)}\n`);
  const child = await childProcesses.guard(argv, {folder, graceSeconds: GRACE_SECONDS, cwd: folder});
  const limit = AbortSignal.timeout(LIMIT_MINUTES * 60_000);
  const ending = AbortSignal.any([stop, limit]);
  const halt = () => child.stop();
  ending.addEventListener('abort', halt);
  if (ending.aborted) halt();
  const {exitCode} = await child.ended;
  ending.removeEventListener('abort', halt);
  if (exitCode === 0) return undefined;
  const pid = await child.program;
  if (pid !== undefined) await removeParts(report, pid);
  if (stop.aborted) return 'it was stopped';
  if (limit.aborted) return `it took longer than ${LIMIT_MINUTES} minutes`;
  const printed = await engineFiles.readEnd(join(folder, 'stderr.txt'), MAX_REASON_BYTES);
  return printed.replaceAll('ruletrial: ', '').trim().replaceAll('\n', ' ') || `exit code ${exitCode}`;
}
