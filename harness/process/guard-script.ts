/**
 * The guard: a small `sh` that runs one program, stops it when its pipe to the harness closes (the harness asks, or is
 * gone), and leaves an account: exit code, then the shell's `times`, whose second line is the program's CPU time.
 * Arguments: folder, grace in tenths of a second, then the command. Prints the program's process id, and leaves it in
 * pid.txt with the process's start (clock ticks since boot, field 22 of /proc/PID/stat; nothing where there is no /proc),
 * so that no later process of the same id is taken for it. A harness that is gone before it has read the id does not end
 * the guard by SIGPIPE, which only the program keeps as it was. Both streams are appended: they can be emptied meanwhile.
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
