# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # shell text for inside containers; variables of `engines`
# Sourced: dockerd with the runtime as its default, and a containerd of its own.

engine_command=(timeout "$limit" docker)
paused_exec=1 absent_exec=126 # the client never says 127 here
run_options=() # dockerd knows the parent of the cgroups
engine() { "${engine_command[@]}" "$@"; }
remove() { engine rm -f "$@"; }
may_be_privileged() { # Docker asks for all that the kernel knows, and runc fails where one is withheld
  local all=$(((1 << ($(</proc/sys/kernel/cap_last_cap) + 1)) - 1)) bounding
  bounding=$(awk '$1 == "CapBnd:" { print $2 }' /proc/self/status)
  ((0x$bounding == all)) || { echo 'this machine withholds capabilities'; return 1; }
}

start_docker() {
  export DOCKER_HOST=unix:///run/docker.sock DOCKER_CONFIG=$SCRATCH/home/.docker
  echo "{}" >"$SCRATCH/daemon.json"
  dockerd --host "$DOCKER_HOST" --data-root /var/lib/docker --exec-root /run/docker --pidfile /run/docker.pid --config-file "$SCRATCH/daemon.json" \
    --storage-driver vfs --bridge none --iptables=false --ip6tables=false --userland-proxy=false --cgroup-parent "/$ID" --exec-opt native.cgroupdriver=cgroupfs \
    --oom-score-adjust 0 --add-runtime "tested=$runtime" --default-runtime tested >"$SCRATCH/dockerd.log" 2>&1 &
  dockerd=$!
  await 90 docker version || { tail -n 20 "$SCRATCH/dockerd.log"; return 1; }
}

healthy() {
  begin patient --health-cmd 'test -e /tmp/well' --health-interval 1s --health-retries 2
  await 60 health_is unhealthy && engine exec patient touch /tmp/well && await 60 health_is healthy
  status_of patient Health.Status
  engine rm -f patient >/dev/null
}
health_is() { [[ $(status_of patient Health.Status) == "$1" ]]; }

restarted() { # by the policy, with the count that it asks for
  engine run -d --name stubborn --restart on-failure:2 box sh -c 'echo again; exit 3' >/dev/null
  await 90 gave_up
  engine logs stubborn | grep -c again
  engine inspect -f '{{.State.ExitCode}} {{.RestartCount}}' stubborn
  engine rm stubborn >/dev/null
}
gave_up() { [[ $(engine inspect -f '{{.State.Status}} {{.RestartCount}}' stubborn) == 'exited 2' ]]; }

docker_rows() {
  start_docker
  row 'dockerd: the default runtime' 0 '^tested$' docker info -f '{{.DefaultRuntime}}'
  row 'import' 0 '' docker import "$SCRATCH/box.tar" box
  simple_runs
  lasting
  limits
  security
  file_systems
  row '--workdir makes it' 0 '^/not/there$' box --workdir /not/there box pwd
  row 'healthcheck' 0 '^healthy$' healthy
  row '--restart' 0 $'^3$\n^3 2$' restarted
  row 'events' 0 $'container start\ncontainer exec_die\ncontainer oom\ncontainer die' docker events --since 1h --until 0s
  stop_process "$dockerd"
}
