/**
 * The guard: a small `sh` that runs a program and stops it when its pipe to ruletrial closes, either on request or because
 * ruletrial ended. It writes an account: the exit code, then the shell's `times`, whose second line is the program's CPU time.
 * Its arguments are the folder, the grace time in tenths of a second, and the command. It prints the program's process id and
 * writes it to pid.txt with the program's start (clock ticks since boot, field 22 of /proc/PID/stat, empty without /proc), to
 * distinguish it from later processes with the same id. The guard ignores SIGPIPE, in case ruletrial ends before it reads the
 * id; the program does not. Both streams are appended to, so that they can be truncated while the program runs.
 */
export const GUARD_SCRIPT = `
folder=$1; grace=$2; shift 2
exec 3<&0 </dev/null
"$@" >>"$folder/stdout.txt" 2>>"$folder/stderr.txt" 3<&- &
engine=$!
trap '' PIPE
echo "$engine"
begun=
[ -r "/proc/$engine/stat" ] && read -r begun <"/proc/$engine/stat"
set -- \${begun##*)}
echo "$engine \${20-}" >"$folder/pid.txt"
exec >/dev/null 2>&1
LC_ALL=C
{
  read -r stop <&3
  kill -TERM "$engine"
  while [ "$grace" -gt 0 ] && kill -0 "$engine"; do sleep 0.1; grace=$((grace - 1)); done
  kill -KILL "$engine"
} &
watch=$!
exec 3<&-
wait "$engine"
code=$?
kill "$watch"
{ echo "$code"; times; echo whole; } >"$folder/account.part" && mv "$folder/account.part" "$folder/account.txt"
`;
