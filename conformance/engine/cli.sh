# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # shell text for inside containers; variables of `engines`
# Sourced: the rows that podman and docker share, for they share a command line. `engine` is a function that calls one of them,
# and the image `box` is busybox.

# Whatever a container sees of its limit, in either cgroup version.
limit_of() { # V1-FILE V2-FILE
  echo "cat /sys/fs/cgroup/$1 2>/dev/null || cat /sys/fs/cgroup/$2"
}

box() { engine run --rm "$@"; }
box_terminal() { on_terminal "${engine_command[@]}" run "${run_options[@]}" --rm -it "$@"; }
typed() { echo 'echo $((6 * 7)); exit 6' | box_terminal box sh; }
piped() { echo 'through a pipe' | box -i box cat; }

# begin NAME [OPTION...] - a container that sleeps.
begin() {
  local name=$1
  shift
  engine run -d --name "$name" "$@" box sleep 1000 >/dev/null
}

shares() { # KIND - whether a container that asks for the host's namespace of this kind is in it
  local inside
  inside=$(box "--$1" host box readlink "/proc/self/ns/$1") && [[ $inside == "$(readlink "/proc/self/ns/$1")" ]] && echo same
}

only_hello() {
  local said
  said=$(box box echo hello 2>&1)
  [[ $said == hello ]] || { echo "it printed: $said"; return 1; }
}

# privileged_row ... - a row that asks for every capability there is; may_be_privileged says why the engine could not give them.
privileged_row() {
  local reason
  if reason=$(may_be_privileged); then row "$@"; else skip "$1" "$reason"; fi
}

status_of() { engine inspect -f "{{.State.$2}}" "$1"; }

exit_of() { # CMD... - the exit status as `wait` and `inspect` report it
  engine run -d --name leaver box "$@" >/dev/null
  engine wait leaver
  status_of leaver ExitCode | sed 's/^/inspected /'
  engine rm leaver >/dev/null
}

terminated() { # what ends by SIGTERM, with an init in front of it
  begin leaver --init
  engine stop -t 30 leaver >/dev/null
  status_of leaver ExitCode
  engine rm leaver >/dev/null
}

killed() {
  begin leaver
  engine kill leaver >/dev/null
  engine wait leaver
  engine rm leaver >/dev/null
}

signalled() {
  engine run -d --name leaver box sh -c 'trap "echo got it; exit 9" USR1; echo ready; while :; do sleep 0.1; done' >/dev/null
  await 60 logged leaver ready
  engine kill -s USR1 leaver >/dev/null
  engine wait leaver
  engine logs leaver
  engine rm leaver >/dev/null
}

logged() { engine logs "$1" 2>&1 | grep -q "$2"; }

lasting() { # the life of one container
  row 'run -d' 0 '' begin web --hostname web
  row 'inspect: running' 0 '^running$' status_of web Status
  row 'exec' 0 '^in web$' engine exec web sh -c 'echo in $(hostname)'
  row 'exec: exit status' 9 '' engine exec web sh -c 'exit 9'
  row 'exec: an absent program' "$absent_exec" 'no such file|not found' engine exec web /absent
  row 'exec: not a program' 126 'permission denied' engine exec web /etc/passwd
  row 'exec -i' 0 '^typed$' bash -c 'echo typed | "$@"' - "${engine_command[@]}" exec -i web cat
  row 'exec -it' 3 $'^/dev/pts/[0-9]$\n^30 100$' on_terminal "${engine_command[@]}" exec -it web sh -c 'tty; sleep 1; stty size; exit 3'
  row 'exec --user, --env, --workdir' 0 '^1000 blue /tmp$' \
    engine exec --user 1000 --env COLOUR=blue --workdir /tmp web sh -c 'echo $(id -u) $COLOUR $(pwd)'
  privileged_row 'exec --privileged' 0 $'^CapEff:\t'"$(awk '$1 == "CapBnd:" { print $2 }' /proc/self/status)\$" engine exec --privileged web grep CapEff /proc/self/status
  # The container's profile of AppArmor stays, and forbids it.
  [[ -d /sys/kernel/security/apparmor ]] || privileged_row 'exec --privileged: mount' 0 '' engine exec --privileged web mount -t tmpfs none /mnt
  row 'exec -d' 0 '' engine exec -d web touch /tmp/detached
  row 'exec -d: was done' 0 '' await 60 engine exec web test -e /tmp/detached
  row 'top' 0 'sleep 1000' engine top web
  row 'stats' 0 'web' engine stats --no-stream --format '{{.Name}} {{.PIDs}} {{.MemUsage}}' web
  row 'pause' 0 '' engine pause web
  row 'inspect: paused' 0 '^paused$' status_of web Status
  row 'exec in a paused one' "$paused_exec" 'paused|container state improper' engine exec web true
  row 'unpause' 0 '' engine unpause web
  row 'exec after unpause' 0 '' engine exec web true
  row 'cp in' 0 '' engine cp "$SCRATCH/parcel" web:/tmp/parcel
  row 'cp: it is there' 0 '^a parcel$' engine exec web cat /tmp/parcel
  row 'cp out' 0 '' engine cp web:/tmp/parcel "$SCRATCH/returned"
  row 'cp: it came back' 0 '' cmp "$SCRATCH/parcel" "$SCRATCH/returned"
  row 'commit' 0 '' engine commit web box-with-parcel
  row 'run what was committed' 0 '^a parcel$' box box-with-parcel cat /tmp/parcel
  row 'rename' 0 '' engine rename web site
  row 'restart' 0 '' engine restart -t 0 site
  row 'exec after restart' 0 '^in web$' engine exec site sh -c 'echo in $(hostname)'
  row 'run --pid=container:' 0 'sleep 1000' box --pid=container:site box ps
  row 'run --network=container:' 0 '^lo$' box --network=container:site box ls /sys/class/net
  row 'stop' 0 '' engine stop -t 0 site
  row 'inspect: exited' 0 '^exited 137$' engine inspect -f '{{.State.Status}} {{.State.ExitCode}}' site
  row 'start again' 0 '' engine start site
  row 'rm -f' 0 '' remove site
}

limits() {
  local disk reason
  disk=$(find /dev -maxdepth 1 -type b ! -name 'loop*' | sort | head -n 1)
  row '--memory' 0 '^67108864$' box --memory 64m box sh -c "$(limit_of memory/memory.limit_in_bytes memory.max)"
  # Then it lives on for a moment: containerd's own shim may not see why a container ended whose cgroup is gone, and Docker has no event.
  row '--memory: too much is taken' 137 '' box --memory 16m --memory-swap 16m box sh -c 'head -c 100m /dev/zero | tail; status=$?; sleep 1; exit $status'
  row '--cpus' 0 '^50000' box --cpus 0.5 box sh -c "$(limit_of cpu/cpu.cfs_quota_us cpu.max)"
  row '--cpu-shares' 0 '^(512|20|59)$' box --cpu-shares 512 box sh -c "$(limit_of cpu/cpu.shares cpu.weight)"
  if [[ -e /sys/fs/cgroup/cpuset ]] || grep -qw cpuset /sys/fs/cgroup/cgroup.controllers; then
    row '--cpuset-cpus' 0 '^0$' box --cpuset-cpus 0 box sh -c "$(limit_of cpuset/cpuset.cpus cpuset.cpus)"
  else
    skip '--cpuset-cpus' 'this machine has no such controller'
  fi
  row '--memory-reservation' 0 '^33554432$' box --memory-reservation 32m box sh -c "$(limit_of memory/memory.soft_limit_in_bytes memory.low)"
  if reason=$(may_throttle "$disk"); then
    row '--device-read-bps' 0 ' (rbps=)?1048576' box --device-read-bps "$disk:1mb" box sh -c "$(limit_of blkio/blkio.throttle.read_bps_device io.max)"
  else
    skip '--device-read-bps' "$reason"
  fi
  row '--pids-limit' 0 '^20$' box --pids-limit 20 box sh -c "$(limit_of pids/pids.max pids.max)"
  row '--ulimit' 0 '^100$' box --ulimit nofile=100:100 --ulimit nproc=500:500 box sh -c 'ulimit -n'
  row '--oom-score-adj' 0 '^100$' box --oom-score-adj 100 box cat /proc/self/oom_score_adj
  row 'update: before' 0 '' begin bounded --memory 64m --memory-swap 64m
  row 'update' 0 '' engine update --memory 32m --memory-swap 32m bounded
  row 'update: the limit is new' 0 '^33554432$' engine exec bounded sh -c "$(limit_of memory/memory.limit_in_bytes memory.max)"
  row 'update: after' 0 '' remove bounded
}

apparmor() { # Docker's profile is docker-default, podman's containers-default-0.62.2 or the like
  row 'AppArmor: the default profile' 0 '^(docker|containers)-default[^ ]* \(enforce\)$' box box cat /proc/self/attr/current
  row 'AppArmor: the default profile holds' 1 'Permission denied' box --cap-add SYS_ADMIN box sh -c 'mount -t tmpfs none /mnt || exit 1'
  row 'AppArmor: exec has it too' 0 $'^(docker|containers)-default[^ ]* \(enforce\)$' in_passing cat /proc/self/attr/current
  row 'AppArmor: unconfined' 0 '^unconfined$' box --security-opt apparmor=unconfined box cat /proc/self/attr/current
  row 'AppArmor: --privileged is unconfined' 0 '^unconfined$' box --privileged box cat /proc/self/attr/current
}

in_passing() { # CMD... - executed in a container of its own
  begin passing
  engine exec passing "$@"
  remove passing >/dev/null
}

security() {
  local profile=$SCRATCH/seccomp.json
  cat >"$profile" <<'PROFILE'
{"defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_AARCH64"],
 "syscalls": [{"names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_ERRNO", "errnoRet": 95}]}
PROFILE
  row 'seccomp: the default profile' 0 $'^Seccomp:\t2$' box box grep Seccomp: /proc/self/status
  row 'seccomp=unconfined' 0 $'^Seccomp:\t0$' box --security-opt seccomp=unconfined box grep Seccomp: /proc/self/status
  row 'seccomp=FILE' 1 'Operation not supported|Not supported' box --security-opt "seccomp=$profile" box mkdir /new
  row 'no-new-privileges' 0 $'^NoNewPrivs:\t1$' box --security-opt no-new-privileges box grep NoNewPrivs /proc/self/status
  row '--cap-drop, --cap-add' 0 $'^CapEff:\t0000000000000021$\n^CapBnd:\t0000000000000021$' \
    box --cap-drop ALL --cap-add CHOWN --cap-add KILL box grep Cap /proc/self/status
  row '--user' 0 '^uid=1000[^ ]* gid=2000' box --user 1000:2000 box id
  row '--user: no capabilities' 0 $'^CapEff:\t0000000000000000$' box --user 1000:2000 box grep CapEff /proc/self/status
  row '--group-add' 0 'groups=.*3000' box --user 1000:2000 --group-add 3000 box id
  privileged_row '--privileged' 0 '^none on /mnt type tmpfs' box --privileged box sh -c 'mount -t tmpfs none /mnt && mount | grep /mnt'
  row 'not privileged' 1 '[Pp]ermission denied|Operation not permitted' box box sh -c 'mount -t tmpfs none /mnt || exit 1'
  row 'masked paths' 0 '^0$' box box sh -c 'cat /proc/keys | wc -c'
  row 'read-only paths' 1 'Read-only file system' box box sh -c 'echo 1 >/proc/sys/kernel/msgmax'
  row '--device' 0 $'^crw-rw-rw- .* 1, +7 .* /dev/plenty$\nNo space left' \
    box --device /dev/full:/dev/plenty box sh -c 'ls -l /dev/plenty; echo x >/dev/plenty || true'
  row 'a device it was not given' 1 'Operation not permitted' \
    box --cap-add SYSLOG --cap-add MKNOD box sh -c 'mknod /tmp/messages c 1 11 && head -c 1 /tmp/messages'
  [[ ! -d /sys/kernel/security/apparmor ]] || apparmor
  row '--device-cgroup-rule' 0 '' \
    box --cap-add SYSLOG --cap-add MKNOD --device-cgroup-rule 'c 1:11 r' box sh -c 'mknod /tmp/messages c 1 11 && : </tmp/messages'
}

file_systems() {
  mkdir -p "$SCRATCH/volume"
  echo 'from outside' >"$SCRATCH/volume/file"
  row '-v' 0 '^from outside$' box -v "$SCRATCH/volume:/volume" box cat /volume/file
  row '-v ro' 1 'Read-only file system' box -v "$SCRATCH/volume:/volume:ro" box touch /volume/file
  row '-v rshared' 0 '' box --cap-add SYS_ADMIN --security-opt apparmor=unconfined -v "$SCRATCH/volume:/volume:rshared" box sh -c 'mkdir -p /volume/shared && mount -t tmpfs none /volume/shared'
  row '-v rshared: it is seen outside' 0 '' umount "$SCRATCH/volume/shared"
  row '-v: a named volume' 0 '' box -v store:/store box sh -c 'echo kept >/store/file'
  row '-v: it was kept' 0 '^kept$' box -v store:/store box cat /store/file
  row '--read-only' 1 'Read-only file system' box --read-only box touch /file
  row '--tmpfs' 0 '^tmpfs on /scratch type tmpfs .*size=1024k' box --read-only --tmpfs /scratch:size=1m box sh -c 'touch /scratch/file && mount | grep /scratch'
  row '--shm-size' 0 'size=8192k' box --shm-size 8m box sh -c 'mount | grep /dev/shm'
}

simple_runs() {
  row 'run' 0 '^hello$' box box echo hello
  row 'run: nothing is printed beside' 0 '' only_hello
  row 'run: exit status' 7 '' box box sh -c 'exit 7'
  row 'run: an absent program' 127 'not found|no such file' box box absent
  row 'run: not a program' 126 'permission denied' box box /etc/passwd
  row 'run -i' 0 '^through a pipe$' piped
  row 'run -it' 5 $'^/dev/(console|pts/0)$\n^30 100$' box_terminal box sh -c 'tty; sleep 1; stty size; exit 5'
  row 'run -it: a shell that is typed to' 6 '^42$' typed
  row 'exit status 0' 0 $'^0$\n^inspected 0$' exit_of true
  row 'exit status 7' 0 $'^7$\n^inspected 7$' exit_of sh -c 'exit 7'
  row 'stop: 143' 0 '^143$' terminated
  row 'kill: 137' 0 '^137$' killed
  row 'kill -s USR1' 0 $'^9$\n^got it$' signalled
  row '--init' 0 '^(docker-init|catatonit|tini|podman-init)$' box --init box cat /proc/1/comm
  row '--hostname' 0 '^there$' box --hostname there box hostname
  row '--env' 0 '^blue$' box --env COLOUR=blue box sh -c 'echo $COLOUR'
  row '--sysctl' 0 '^77$' box --sysctl net.core.somaxconn=77 box cat /proc/sys/net/core/somaxconn
  row '--pid host' 0 '^same$' shares pid
  row '--ipc host' 0 '^same$' shares ipc
  row '--uts host' 0 '^same$' shares uts
  row '--network none' 0 '^lo$' box --network none box ls /sys/class/net
  row 'loopback is up' 0 'UP' box --network none box ip link show lo
}
