# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # shell text for inside containers; variables of `engines`
# Sourced: dockerd with the runtime as its default, and a containerd of its own.

engine_command=(timeout "$limit" docker)
paused_exec=1 absent_exec=126 # see start_docker
run_options=() # dockerd knows the parent of the cgroups
engine() { "${engine_command[@]}" "$@"; }
remove() { engine rm -f "$@"; }
may_be_privileged() { # Docker asks for all that the kernel knows, and runc fails where one is withheld
  local all=$(((1 << ($(</proc/sys/kernel/cap_last_cap) + 1)) - 1)) bounding
  bounding=$(awk '$1 == "CapBnd:" { print $2 }' /proc/self/status)
  ((0x$bounding == all)) || { echo 'this machine withholds capabilities'; return 1; }
}

may_throttle() { # DISK - with cgroup v2 Docker 26 takes the option and forgets it
  local kept
  engine create --name throttled --device-read-bps "$1:1mb" box true >/dev/null
  kept=$(engine inspect -f '{{len .HostConfig.BlkioDeviceReadBps}}' throttled)
  remove throttled >/dev/null
  ((kept)) || { echo 'this Docker forgets the option'; return 1; }
}

start_docker() {
  export DOCKER_HOST=unix:///run/docker.sock DOCKER_CONFIG=$SCRATCH/home/.docker
  echo "{}" >"$SCRATCH/daemon.json"
  local adjust=() # before 24 it makes itself harder to kill, which this machine may forbid
  ! dockerd --help | grep -q oom-score-adjust || adjust=(--oom-score-adjust 0)
  echo 1 >/proc/sys/net/ipv4/ip_forward # of this network namespace, where docker0 will be
  dockerd --host "$DOCKER_HOST" --data-root /var/lib/docker --exec-root /run/docker --pidfile /run/docker.pid --config-file "$SCRATCH/daemon.json" \
    --storage-driver vfs --iptables=false --ip6tables=false --cgroup-parent "/$ID" --exec-opt native.cgroupdriver=cgroupfs \
    "${adjust[@]}" --add-runtime "tested=$runtime" --default-runtime tested >"$SCRATCH/dockerd.log" 2>&1 &
  dockerd=$!
  await 90 docker version || { tail -n 20 "$SCRATCH/dockerd.log"; return 1; }
  # 20.10 says 126 of a program that is not there; 28 says 127, as a shell does.
  (($(docker version -f '{{.Server.Version}}' | cut -d. -f1) < 28)) || absent_exec=127
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

network_of() { engine inspect -f "{{range .NetworkSettings.Networks}}{{.$2}}{{end}}" "$1"; }

bridged() { # one container calls another by its address
  engine run -d --name server box sh -c 'while :; do echo from the server | nc -l -p 80; done' >/dev/null
  await 30 reached "$(network_of server IPAddress)"
  box box nc "$(network_of server IPAddress)" 80
  engine rm -f server >/dev/null
}
reached() { box box nc -w 1 "$1" 80; }

published() { # the host calls a container by a port of its own
  engine run -d --name server -p 127.0.0.1:8080:80 box sh -c 'while :; do echo from the server | nc -l -p 80; done' >/dev/null
  await_output 30 busybox nc -w 1 127.0.0.1 8080
  engine rm -f server >/dev/null
}

named() { # containers of a network of their own call each other by name
  engine network create meeting >/dev/null
  engine run -d --name server --network meeting box sh -c 'while :; do echo from the server | nc -l -p 80; done' >/dev/null
  await_output 60 box --network meeting box nc -w 1 server 80
  engine rm -f server >/dev/null
  engine network rm meeting >/dev/null
}

docker_rows() {
  start_docker
  row 'dockerd: the default runtime' 0 '^tested$' docker info -f '{{.DefaultRuntime}}'
  row 'import' 0 '' docker import "$SCRATCH/box.tar" box
  simple_runs
  lasting
  limits
  row 'events' 0 $'container start\ncontainer exec_die\ncontainer oom\ncontainer die' docker events --since 1h --until 0s
  security
  file_systems
  row '--workdir makes it' 0 '^/not/there$' box --workdir /not/there box pwd
  row '--network bridge' 0 $'^eth0\n^lo' box --network bridge box ls /sys/class/net
  row '--network bridge: two containers' 0 '^from the server$' bridged
  row '--publish' 0 '^from the server$' published
  if unshare --net iptables --wait --table nat --new-chain probe 2>/dev/null; then
    row 'network create: a name is an address' 0 '^from the server$' named
  else
    skip 'network create: a name is an address' 'this kernel has no NAT, by which a container reaches Docker'\''s DNS'
  fi
  row 'healthcheck' 0 '^healthy$' healthy
  row '--restart' 0 $'^3$\n^3 2$' restarted
  stop_process "$dockerd"
}
