# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # shell text for inside containers; variables of `engines`
# Sourced: containerd and Docker with runtime-shim in place of containerd's runc shim. It runs the runtime that lies beside it.

# shellcheck source=/dev/null
. "$here/engine/containerd.sh"
# shellcheck source=/dev/null
. "$here/engine/docker.sh"
shim_options=(--runtime io.containerd.runtime.v2)

# shim_of ID - the pid of the shim of a container.
shim_of() { pgrep -f -- "containerd-shim-runtime-v2 -namespace $ID -id $1 "; }
shims() { pgrep -fc -- "containerd-shim-runtime-v2 -namespace $ID " || true; }
no_shim() { [[ $(shims) == 0 ]]; }
in_pod() { on_box -d --annotation io.kubernetes.cri.sandbox-id=pod "$@"; }
status_is() { [[ $(ctr task ls | awk -v id="$1" '$1 == id { print $3 }') == "$2" ]]; }
end_task() { # ID
  ctr task kill -s KILL "$1" && await 60 status_is "$1" STOPPED && { ctr task rm "$1" || true; } && ctr container rm "$1"
}

pods() {
  row 'a pod' 0 '' in_pod -- pod sleep 1000
  row 'a pod: its first container' 0 '' in_pod -- app sleep 1000
  row 'a pod: its second container' 0 '' in_pod -- job sh -c 'sleep 1; exit 4'
  row 'a pod: one shim' 0 '^1$' shims
  row 'a pod: a container ends' 0 '' await 60 status_is job STOPPED
  row 'a pod: its exit status' 0 'exit code 4' ctr task rm job
  row 'a pod: container rm' 0 '' ctr container rm job
  row 'a pod: a container is killed' 0 '' end_task app
  row 'a pod: the others live' 0 '^alive$' ctr task exec --exec-id alive pod echo alive
  row 'a pod: its end' 0 '' end_task pod
  row 'a pod: the shim ends with it' 0 '' await 20 no_shim
}

restarts() { # containerd is killed while containers run and end
  row 'restart: before' 0 '' on_box -d -- lasting sleep 1000
  row 'restart: one that ends while containerd is away' 0 '' on_box -d -- early sh -c 'sleep 2; exit 7'
  row 'restart: one that ends after it is back' 0 '' on_box -d -- late sh -c 'sleep 8; exit 8'
  kill -KILL "$containerd"
  wait "$containerd" 2>/dev/null || true
  sleep 3
  start_containerd
  row 'restart: the task runs' 0 '' status_is lasting RUNNING
  row 'restart: exec' 0 '^here$' ctr task exec --exec-id here lasting echo here
  if [[ $(containerd --version) =~ \ [v]?1\. ]]; then
    row 'restart: the exit while it was away' 0 'exit code 7' ctr task rm early
  else # containerd 2 takes a shim without processes away when it comes back, also its own (containerd#6860)
    row 'restart: what ended while it was away is gone' 1 'no running task found: task early' ctr task rm early
  fi
  row 'restart: an exit after it' 0 '' await 60 status_is late STOPPED
  row 'restart: its status' 0 'exit code 8' ctr task rm late
  row 'restart: container rm' 0 '' ctr container rm early late
  row 'restart: the end of the first' 0 '' end_task lasting
}

killed_shim() {
  local pid
  row 'shim killed: before' 0 '' on_box -d -- lost sleep 987654
  pid=$(shim_of lost)
  kill -KILL "$pid"
  row 'shim killed: the task is gone' 0 '' await 20 status_is lost ''
  row 'shim killed: no process is left' 1 '' pgrep -f 'sleep 987654'
  row 'shim killed: the container can be removed' 0 '' ctr container rm lost
  row 'shim killed: and made again' 0 '^again$' on_box --rm -- lost echo again
}

attached() {
  on_box -d -- speaker sh -c 'for i in 1 2 3 4 5 6 7 8; do echo line $i; sleep 0.5; done; exit 6'
  ctr task attach speaker
}

logger() { # what a logging binary gets
  cat >"$SCRATCH/logger" <<END
#!/bin/sh
exec 5>&-
{ cat <&3; echo "\$* of \$CONTAINER_ID in \$CONTAINER_NAMESPACE"; } >$SCRATCH/logged
END
  chmod +x "$SCRATCH/logger"
  on_box -d --log-uri "binary://$SCRATCH/logger?colour=blue" -- logged echo to the logger
  await 60 status_is logged STOPPED
  ctr task rm logged && ctr container rm logged
  await 20 test -s "$SCRATCH/logged"
  cat "$SCRATCH/logged"
}

file() {
  on_box -d --log-uri "file://$SCRATCH/new/folder/log" -- filed sh -c 'echo out; echo err >&2'
  await 60 status_is filed STOPPED
  ctr task rm filed && ctr container rm filed
  sort "$SCRATCH/new/folder/log"
}

many_bytes() { on_box --rm -- plenty sh -c 'head -c 104857600 /dev/zero' | wc -c; }

# Of 60 execs, the descriptors and the memory of the shim after the first 20 and after the last.
flat() {
  local pid i files=() memory=()
  on_box -d -- busy sleep 1000
  pid=$(shim_of busy)
  for i in {1..60}; do
    ctr task exec --exec-id "flat-$i" busy true
    if ((i == 20 || i == 60)); then
      sleep 3 # it gives its memory back when it is idle
      files+=("$(find "/proc/$pid/fd" -mindepth 1 | wc -l)")
      memory+=("$(awk '/^RssAnon/ { print $2 }' "/proc/$pid/status")")
    fi
  done
  end_task busy
  echo "${files[*]} descriptors, ${memory[*]} kB"
  ((files[0] == files[1] && memory[1] <= memory[0] + 64))
}

# Docker 20.10 knows no shim but containerd's own by its name, so ours takes that name. Its options are then runc's.
take_over() { ln -s "$SHIM" "$SCRATCH/bin/containerd-shim-runc-v2"; }
docker_shim() { readlink "/proc/$(pgrep -f 'containerd-shim-runc-v2 -namespace moby')/exe"; }

out_of_memory() {
  engine run --name greedy --memory 16m --memory-swap 16m box sh -c 'head -c 100m /dev/zero | tail' || echo $?
  status_of greedy OOMKilled
  engine rm greedy >/dev/null
}

docker_on_shim_rows() {
  take_over
  start_docker
  row 'docker: import' 0 '' docker import "$SCRATCH/box.tar" box
  row 'docker: run' 0 '^hello$' box box echo hello
  row 'docker: exit status' 7 '' box box sh -c 'exit 7'
  row 'docker: an absent program' 127 'not found|no such file' box box absent
  row 'docker: run -i' 0 '^typed$' bash -c 'echo typed | timeout 60 docker run --rm -i box cat'
  row 'docker: run -it' 5 $'^/dev/(console|pts/0)$\n^30 100$' \
    on_terminal docker run --rm -it box sh -c 'tty; sleep 1; stty size; exit 5'
  row 'docker: run -d' 0 '' engine run -d --name web box sh -c 'echo begun; sleep 1000'
  row 'docker: by this shim' 0 '/runtime-shim$' docker_shim
  row 'docker: logs' 0 '^begun$' await_output 20 engine logs web
  row 'docker: exec' 9 '^inside$' engine exec web sh -c 'echo inside; exit 9'
  row 'docker: pause' 0 '' engine pause web
  row 'docker: unpause' 0 '' engine unpause web
  row 'docker: top' 0 'sleep 1000' engine top web
  row 'docker: stats' 0 'web' engine stats --no-stream --format '{{.Name}} {{.PIDs}} {{.MemUsage}}' web
  row 'docker: update' 0 '' engine update --memory 64m --memory-swap 64m web
  row 'docker: restart' 0 '' engine restart -t 0 web
  row 'docker: kill' 0 '' engine kill web
  row 'docker: wait' 0 '^137$' engine wait web
  row 'docker: rm' 0 '' engine rm web
  row 'docker: --memory: too much is taken' 0 $'^137$\n^true$' out_of_memory
  stop_process "$dockerd"
}

shim_rows() {
  [[ -x $SHIM ]] || { skip 'all' "there is no $SHIM"; return; }
  mkdir "$SCRATCH/bin"
  ln -s "$SHIM" "$SCRATCH/bin/containerd-shim-runtime-v2"
  export PATH=$SCRATCH/bin:$PATH
  start_containerd
  runs
  row 'checkpoint: refused, and the reason' 1 'checkpoint' refused_checkpoint
  row 'attach' 6 '^line 8$' attached
  row 'attach: container rm' 0 '' ctr container rm speaker
  row '--log-uri file:' 0 $'^err$\n^out$' file
  row '--log-uri binary:' 0 $'^to the logger$\n^colour blue of logged in '"$ID" logger
  row '100 MB through standard output' 0 '^104857600$' many_bytes
  row 'descriptors and memory stay' 0 'descriptors' flat
  pods
  killed_shim
  restarts
  stop_process "$events"
  stop_process "$containerd"
  docker_on_shim_rows
}

refused_checkpoint() {
  on_box -d -- frozen sleep 1000
  local status=0
  ctr task checkpoint frozen || status=$?
  end_task frozen
  return $status
}
