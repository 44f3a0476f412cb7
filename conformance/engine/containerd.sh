# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # shell text for inside containers; variables of `engines`
# Sourced: containerd and its runc shim, which is told the runtime by BinaryName (ctr: --runc-binary). No image and no snapshotter:
# the containers run on the folder $SCRATCH/box. Another shim takes these rows with shim_options of its own.

shim_options=(--runc-binary "$runtime")
ctr() { timeout "$limit" ctr --address /run/containerd.sock --namespace "$ID" "$@"; }

# on_box [OPTION...] -- ID CMD... - ctr run on the folder.
on_box() {
  local options=()
  while [[ $1 != -- ]]; do
    options+=("$1")
    shift
  done
  ctr run "${shim_options[@]}" --env PATH=/bin "${options[@]}" --rootfs "$SCRATCH/box" "${@:2}"
}

start_containerd() {
  cat >"$SCRATCH/containerd.toml" <<'END'
version = 2
root = "/var/lib/containerd"
state = "/run/containerd"
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
[grpc]
address = "/run/containerd.sock"
END
  containerd --config "$SCRATCH/containerd.toml" >"$SCRATCH/containerd.log" 2>&1 &
  containerd=$!
  await 90 ctr version || { tail -n 20 "$SCRATCH/containerd.log"; return 1; }
  ctr events >"$SCRATCH/events" 2>&1 &
  events=$!
}

in_web() { ctr task exec --exec-id "exec-$RANDOM" "$@"; }
# ctr tells the size of its terminal after it started the process, hence the sleep.
typed_in_web() {
  on_terminal ctr --address /run/containerd.sock --namespace "$ID" task exec --exec-id on-terminal -t web sh -c 'tty; sleep 2; stty size; exit 3'
}
run_on_terminal() {
  on_terminal ctr --address /run/containerd.sock --namespace "$ID" run "${shim_options[@]}" --env PATH=/bin --rm -t --rootfs "$SCRATCH/box" pty sh -c 'tty; sleep 2; stty size; exit 5'
}
web_status() { ctr task ls | awk '$1 == "web" { print $3 }'; }
web_is() { [[ $(web_status) == "$1" ]]; }

# ended SIGNAL - the status with which `ctr run` ends when its process is killed.
ended() {
  on_box -- ended sh -c 'trap "exit 143" TERM; while :; do sleep 0.1; done' &
  await 60 ctr task exec --exec-id probe ended true
  ctr task kill -s "$1" ended
  wait $!
}

lives() {
  row 'run -d' 0 '' on_box -d --env COLOUR=blue -- web sleep 1000
  row 'task ls: running' 0 '^RUNNING$' web_status
  row 'exec' 0 '^in blue$' in_web web sh -c 'echo in $COLOUR'
  row 'exec: exit status' 9 '' in_web web sh -c 'exit 9'
  row 'exec: an absent program' 1 'executable file not found' in_web web absent
  row 'exec -t' 3 $'^/dev/pts/[0-9]$\n^30 100$' typed_in_web
  row 'exec --user, --cwd' 0 '^1000 /tmp$' in_web --user 1000 --cwd /tmp web sh -c 'echo $(id -u) $(pwd)'
  row 'exec: through a pipe' 0 '^typed$' bash -c 'echo typed | timeout 60 ctr --address /run/containerd.sock --namespace "$ID" task exec --exec-id piped web cat'
  row 'task ps' 0 '^[0-9]+' ctr task ps web
  row 'task metrics' 0 '^(memory|memory.usage_in_bytes|pids.current)' ctr task metrics web
  row 'pause' 0 '' ctr task pause web
  row 'task ls: paused' 0 '^PAUSED$' web_status
  row 'resume' 0 '' ctr task resume web
  row 'exec after resume' 0 '' in_web web true
  row 'kill' 0 '' ctr task kill -s KILL web
  row 'task ls: stopped' 0 '' await 60 web_is STOPPED
  row 'task rm' 0 'exit code 137' ctr task rm web
  row 'container rm' 0 '' ctr container rm web
}

containerd_rows() {
  start_containerd
  runs
  stop_process "$events"
  stop_process "$containerd"
}

runs() {
  row 'run' 0 '^hello$' on_box --rm -- hello echo hello
  row 'run: exit status' 7 '' on_box --rm -- seven sh -c 'exit 7'
  row 'run: an absent program' 1 'exec: "absent": executable file not found in \$PATH' on_box --rm -- absent absent
  row 'run -t' 5 $'^/dev/(console|pts/0)$\n^30 100$' run_on_terminal
  row 'kill -s TERM' 143 '' ended TERM
  row 'container rm after it' 0 '' ctr container rm ended
  row 'kill -s KILL' 137 '' ended KILL
  row 'container rm after that' 0 '' ctr container rm ended
  lives
  row '--memory-limit' 0 '^67108864$' on_box --rm --memory-limit 67108864 --mount type=bind,src=/sys/fs/cgroup,dst=/sys/fs/cgroup,options=rbind:ro -- limited \
    sh -c "cat /sys/fs/cgroup/memory/$ID/limited/memory.limit_in_bytes 2>/dev/null || cat /sys/fs/cgroup/$ID/limited/memory.max"
  row '--memory-limit: too much is taken' 137 '' on_box --rm --memory-limit 16777216 -- greedy sh -c 'head -c 100m /dev/zero | tail'
  row '--cwd' 0 '^/tmp$' on_box --rm --cwd /tmp -- cwd pwd
  row '--read-only' 1 'Read-only file system' on_box --rm --read-only -- readonly touch /file
  row '--mount' 0 '^a parcel$' on_box --rm --mount "type=bind,src=$SCRATCH/parcel,dst=/parcel,options=rbind:ro" -- mount cat /parcel
  row '--privileged' 0 '' on_box --rm --privileged -- privileged mount -t tmpfs none /mnt
  row '--seccomp' 0 $'^Seccomp:\t2$' on_box --rm --seccomp -- seccomp grep Seccomp: /proc/self/status
  row '--cap-drop' 0 $'^CapEff:\t000000....[0-9a-f]*[02468ace]$' on_box --rm --cap-drop CAP_CHOWN -- capabilities grep CapEff /proc/self/status
  row '--device' 0 '^crw' on_box --rm --device /dev/full -- device ls -l /dev/full
  row '--net-host' 0 '^lo$' on_box --rm --net-host -- host ls /sys/class/net
  row 'events' 0 $'/tasks/create\n/tasks/start\n/tasks/exec-started\n/tasks/paused\n/tasks/oom\n/tasks/exit\n/tasks/delete' cat "$SCRATCH/events"
}
