import type {LogSource} from './ports.ts';

/**
 * Groups logs of one writer, each group from the oldest to the newest. Snort rolls `alert_json.txt` over to
 * `alert_json.txt.<epoch seconds>` (Snort 3 log/text_log.cc); logrotate counts `.1`, `.2`, the highest the oldest.
 */
export function orderLogs(logs: readonly LogSource[]): readonly (readonly LogSource[])[] {
  const groups = new Map<string, {log: LogSource; age: number}[]>();
  for (const log of logs) {
    const {base, age} = writerOf(log.path);
    groups.set(base, [...(groups.get(base) ?? []), {log, age}]);
  }
  return [...groups.values()].map(group => group.sort((a, b) => a.age - b.age).map(({log}) => log));
}

/** Ascending `age` is the order in which the files were written. */
function writerOf(path: string): {base: string; age: number} {
  const plain = path.replace(/\.gz$/, '');
  const rolled = /^(.*)\.(\d+)$/.exec(plain);
  if (!rolled) return {base: plain, age: Number.MAX_SAFE_INTEGER};
  const number = Number(rolled[2]);
  const isEpoch = String(rolled[2]).length >= 9;
  return {base: String(rolled[1]), age: isEpoch ? number : -number};
}
