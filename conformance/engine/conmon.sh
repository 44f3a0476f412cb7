# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # shell text for inside containers; variables of `engines`
# Sourced: what podman asks of conmon, whichever that is ($CONMON). Needs podman.sh's engine.
# CONTAINERS in the environment: how many short containers run one after the other (20).

# shellcheck source=/dev/null
. "$here/engine/podman.sh"

# What a container that was never attached to has logged.
logs_of() { # CMD...
  engine run -d --name writer box "$@" >/dev/null
  engine wait writer
  engine logs writer
  engine rm writer >/dev/null
}

follow() { # the log of a container that still writes, to its end
  engine run -d --name writer box sh -c 'for i in 1 2 3; do echo line $i; sleep 1; done' >/dev/null
  engine logs -f writer
  engine rm -f -t 0 writer >/dev/null
}

raw_log() { # the lines of the file itself
  engine run -d --name writer box sh -c 'echo to stdout; echo to stderr >&2; printf unfinished' >/dev/null
  engine wait writer >/dev/null
  cat "$(engine inspect -f '{{.HostConfig.LogConfig.Path}}' writer)"
  engine rm writer >/dev/null
}

bounded_log() { # 1 MB of output in a log of 64 kB: its last line is there
  engine run -d --name writer --log-opt max-size=64kb box sh -c 'i=0; while [ $i -lt 10000 ]; do printf "line %d %080d\n" $i 0; i=$((i + 1)); done; echo the last' >/dev/null
  engine wait writer >/dev/null
  (($(stat -c %s "$(engine inspect -f '{{.HostConfig.LogConfig.Path}}' writer)") <= 65536)) && echo it is small
  engine logs writer | tail -n 1
  engine rm writer >/dev/null
}

unlogged() {
  engine run -d --name writer --log-driver none box echo hello >/dev/null
  engine wait writer
  engine logs writer 2>&1 || true
  engine rm writer >/dev/null
}

passed_through() { engine run --rm --log-driver passthrough box sh -c 'echo out; echo err >&2'; }

attached() { # one of two clients attaches later, and gets what is written from then on; the other one goes
  engine run -d --name shell -i box sh >/dev/null
  (sleep 1; echo 'echo typed by the first') | engine attach shell
  engine wait shell
  engine rm shell >/dev/null
}

attached_to_terminal() {
  engine run -dt -i --name shell box sh >/dev/null
  echo 'stty size; exit 4' | on_terminal "${engine_command[@]}" attach shell
  engine wait shell
  engine rm shell >/dev/null
}

# What a process writes while nobody reads must come in order and whole, both ways.
bulk_out() { box box sh -c 'head -c 20000000 /dev/zero | tr "\0" x' | tee >(wc -c) >/dev/null; }
bulk_in() { head -c 20000000 /dev/zero | box -i box sh -c 'wc -c'; }
bulk_exec() { head -c 20000000 /dev/zero | engine exec -i web cat | wc -c; }
slow_reader() { box box sh -c 'head -c 2000000 /dev/zero | tr "\0" x' | (sleep 3; wc -c); }

left_in_background() { engine exec web sh -c 'sleep 1000 & echo done'; } # ends although somebody has its output open

restarted() {
  engine run -d --name stumbler --restart on-failure:2 box sh -c 'echo again; exit 3' >/dev/null
  await 60 eval '[[ $(engine logs stumbler | grep -c again) == 3 ]]'
  await 60 eval '[[ $(status_of stumbler Status) == exited ]]'
  engine inspect -f '{{.RestartCount}} restarts, {{.State.ExitCode}}' stumbler
  engine rm stumbler >/dev/null
}

out_of_memory() {
  engine run -d --name eater --memory 16m --memory-swap 16m box sh -c 'head -c 100m /dev/zero | tail' >/dev/null
  engine wait eater
  status_of eater OOMKilled
  engine rm eater >/dev/null
}

timed_out() { engine run --timeout 2 --name late box sleep 1000; local status=$?; engine rm -f late >/dev/null; return $status; }

short_ones() { # none is lost: each has its status, its output, and its end
  local count=${CONTAINERS:-20} lost=0 i output status
  for ((i = 0; i < count; i++)); do
    status=0
    output=$(box box sh -c "echo number $i; exit $((i % 100))") || status=$?
    [[ $output == "number $i" && $status == "$((i % 100))" ]] || { lost=$((lost + 1)); echo "lost: number $i gave \"$output\" and $status"; }
  done
  echo "$((count - lost)) of $count"
  ((lost == 0))
}

short_ones_at_once() {
  local i
  for i in {0..9}; do engine run -d --name "short$i" box sh -c "exit $i" >/dev/null; done
  engine wait short{0..9}
  engine rm short{0..9} >/dev/null
}

exec_survives_its_client() { # a client that is killed neither ends the process nor the container
  timeout -s KILL 5 "${engine_command[@]:2}" exec web sh -c 'sleep 7; echo survived >/tmp/trace' || true
  await_output 30 engine exec web cat /tmp/trace
}

container_survives_its_client() {
  timeout -s KILL 5 "${engine_command[@]:2}" run "${run_options[@]}" --name orphan box sh -c 'for i in 1 2 3 4 5 6 7 8; do echo $i; sleep 1; done; exit 9' || true
  engine wait orphan
  engine logs orphan | tail -n 1
  engine rm orphan >/dev/null
}

# called OPTION... - conmon itself, as CRI-O calls it, with a runtime that makes processes of this machine: `sh -c $BODY`.
called() {
  mkdir -p "$SCRATCH/called"
  cd "$SCRATCH/called" || return
  cat >runtime <<'END'
#!/bin/bash
while (($#)); do [[ $1 != --pid-file ]] || file=$2; shift; done
[[ -n $BODY ]] || { echo 'no such thing' >&2; exit 3; }
setsid sh -c "$BODY" &
echo -n $! >"$file"
END
  chmod +x runtime
  _OCI_SYNCPIPE=3 timeout 60 "$conmon" -c "$ID" -u "$ID" -b "$PWD" -r "$PWD/runtime" -p pidfile -l "$PWD/log" --exit-dir "$PWD" --full-attach "$@" 3>sync
}

told() { # BODY OPTION... - what conmon in the foreground tells its caller, and its files
  local status=0
  BODY=$1 called --sync "${@:2}" || status=$?
  echo "it ended with $status"
  sed -E 's/[0-9]{2,}/PID/' sync
  [[ ! -e $ID ]] || echo "exit file: $(<"$ID")"
  [[ ! -e log ]] || cut -d ' ' -f 2- log
  cd / && rm -r "$SCRATCH/called"
}

reopened() { # a log that was moved away goes on in a new file
  BODY='for i in 1 2 3 4 5 6 7 8; do echo line $i; sleep 1; done' called
  await 30 grep -q 'line 2' log
  mv log old
  echo '2 0 0' >ctl
  await 30 grep -q 'line 8' log
  head -n 1 old
  await 30 test -e "$ID"
}

conmon_rows() {
  row 'called: an exit status' 0 $'^it ended with 5$\n^[{]"pid": PID[}]$\n^exit file: 5$\n^stdout F out$' told 'echo out; exit 5'
  row 'called: exec' 0 $'^it ended with 6$\n^[{]"exit_code": 6[}]$\n^stderr F err$' told 'echo err >&2; exit 6' -e --exec-process-spec spec
  row 'called: exec, the newer form' 0 $'^[{]"data": PID[}]$\n^[{]"data": 6[}]$' told 'exit 6' --api-version 1 -e --exec-process-spec spec
  row 'called: a runtime that fails' 0 $'^it ended with 1$\n^[{]"pid": -1, "message": "no such thing.n"[}]$' told ''
  row 'called: exec, too slow' 0 $'^it ended with 255$\n^[{]"exit_code": -1, "message": "command timed out"[}]$\n^exit file: -1$' \
    told 'exec sleep 1000' -T 1 -e --exec-process-spec spec
  row 'called: killed' 0 $'^it ended with 137$\n^exit file: 137$' told 'kill -KILL $$'
  row 'called: an unknown option' 1 '' called --nonsense
  row 'called: no such log driver' 1 '' called -l papyrus:/log
  row 'called: the log is reopened' 0 '^20.* stdout F line 1$' reopened
  row 'import' 0 '' podman import "$SCRATCH/box.tar" box
  row 'it is the one to be tested' 0 "path: ${conmon}\$" podman info
  simple_runs
  row 'run -d' 0 '' begin web
  row 'exec' 0 '^here$' engine exec web echo here
  row 'exec: exit status' 9 '' engine exec web sh -c 'exit 9'
  row 'exec: killed' 143 '' engine exec web sh -c 'kill -TERM $$'
  row 'exec: an absent program' 127 'no such file|not found' engine exec web /absent
  row 'exec: not a program' 126 'permission denied' engine exec web /etc/passwd
  row 'exec -i' 0 '^typed$' bash -c 'echo typed | "$@"' - "${engine_command[@]}" exec -i web cat
  row 'exec -it' 3 $'^/dev/pts/[0-9]$\n^30 100$' on_terminal "${engine_command[@]}" exec -it web sh -c 'tty; sleep 1; stty size; exit 3'
  row 'exec -d' 0 '' engine exec -d web touch /tmp/detached
  row 'exec -d: was done' 0 '' await 60 engine exec web test -e /tmp/detached
  row 'exec: something stays in the background' 0 '^done$' left_in_background
  row 'exec: 20 MB through' 0 '^20000000$' bulk_exec
  row 'exec: its client is killed' 0 '^survived$' exec_survives_its_client
  row 'pause' 0 '' engine pause web
  row 'unpause' 0 '' engine unpause web
  row 'restart' 0 '' engine restart -t 0 web
  row 'exec after restart' 0 '^here$' engine exec web echo here
  row 'stop' 0 '' engine stop -t 0 web
  row 'inspect: exited' 0 '^exited 137$' engine inspect -f '{{.State.Status}} {{.State.ExitCode}}' web
  row 'rm' 0 '' engine rm web
  row 'logs' 0 $'^0$\n^one$\n^two$' logs_of sh -c 'echo one; echo two >&2'
  row 'logs -f' 0 $'^line 1$\n^line 3$' follow
  row 'logs: the file' 0 $'^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{9}[-+][0-9]{2}:[0-9]{2} stdout F to stdout$\n stderr F to stderr$\n stdout P unfinished$' raw_log
  row 'logs: limited in size' 0 $'^it is small$\n^the last$' bounded_log
  row 'logs: none' 0 '^0$' unlogged
  row 'logs: passthrough' 0 $'^out$\n^err$' passed_through
  row 'attach' 0 $'^typed by the first$\n^0$' attached
  row 'attach: a terminal' 0 $'^30 100$\n^4$' attached_to_terminal
  row '20 MB out' 0 '^20000000$' bulk_out
  row '20 MB in' 0 '^20000000$' bulk_in
  row 'a slow reader' 0 '^2000000$' slow_reader
  row 'the client of run is killed' 0 $'^9$\n^8$' container_survives_its_client
  healthchecks
  row 'restart policy' 0 '^2 restarts, 3$' restarted
  row 'out of memory' 0 '^137$' out_of_memory
  if [[ $(stat -fc %T /sys/fs/cgroup) != cgroup2fs && $(realpath "$conmon") == /usr/bin/conmon ]]; then
    skip 'out of memory: it is told' 'with version 1 of cgroups conmon 2.1.6 says false'
  else
    row 'out of memory: it is told' 0 '^true$' out_of_memory
  fi
  row 'run --timeout' 255 '' timed_out
  row 'run --preserve-fds' 0 '^a parcel$' with_descriptor
  row "${CONTAINERS:-20} short ones" 0 '' short_ones
  row 'ten at once' 0 $'^0$\n^9$' short_ones_at_once
}
