# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # shell text for inside containers; variables of `engines`
# Sourced, inside `isolated`: one row of the suite, and the waiting that rows need.

# row NAME STATUS PATTERN CMD... - CMD, a function or a program, must end with STATUS and print a line that matches PATTERN, an
# extended regular expression; of several lines, one for each. An empty PATTERN asks for nothing.
row() {
  local name="$section: $1" want=$2 patterns=$3 status=0 fault='' pattern
  shift 3
  ("$@") >"$SCRATCH/output" 2>&1 </dev/null || status=$?
  tr -d '\r' <"$SCRATCH/output" >"$SCRATCH/lines"
  ((status == want)) || fault+="exit status $status instead of $want"$'\n'
  while read -r pattern; do
    [[ -z $pattern ]] || grep -qE -- "$pattern" "$SCRATCH/lines" || fault+="no line of output matches $pattern"$'\n'
  done <<<"$patterns"
  if [[ -z $fault ]]; then
    echo "ok      $name"
    passed=$((passed + 1))
  else
    echo "FAILED  $name"
    { echo -n "$fault"; echo "its output:"; head -n 40 "$SCRATCH/lines"; } | sed 's/^/        /'
    failed=$((failed + 1))
  fi
}

# skip NAME REASON
skip() {
  echo "skipped $section: $1 ($2)"
  skipped=$((skipped + 1))
}

# await SECONDS CMD... - calls CMD until it succeeds.
await() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < deadline)) || { echo "waited in vain for: $*" >&2; return 1; }
    sleep 0.2
  done
}

# await_output SECONDS CMD... - calls CMD until it prints something, and prints that.
await_output() {
  local deadline=$((SECONDS + $1)) output=''
  shift
  until output=$("$@") && [[ -n $output ]]; do
    ((SECONDS < deadline)) || { echo "waited in vain for output of: $*" >&2; return 1; }
    sleep 0.2
  done
  echo "$output"
}

# on_terminal CMD... - CMD on a terminal of its own, 30 lines of 100 columns, with the rest of standard input typed in slowly.
# It takes the shell's place, for below one `timeout` would take it out of the foreground. Nothing is typed at the end of the input:
# `script` would type that too, perhaps before CMD reads.
on_terminal() {
  local status=0 typed typist
  exec {typed}< <(sleep 3; cat; exec sleep "$limit")
  typist=$!
  timeout "$limit" script -qec "stty rows 30 cols 100; exec $(printf '%q ' "$@")" /dev/null <&"$typed" {typed}<&- || status=$?
  exec {typed}<&-
  kill "$typist" 2>/dev/null || true
  return "$status"
}

# stop_process PID - ends a daemon that this suite started, and waits for it.
stop_process() {
  kill "$1" 2>/dev/null || return 0
  timeout 30 tail --pid="$1" -f /dev/null || kill -KILL "$1"
  wait "$1" 2>/dev/null || true
}
