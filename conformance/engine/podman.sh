# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # shell text for inside containers; variables of `engines`
# Sourced: podman with conmon, configured by configure_containers of `engines`.

engine_command=(timeout "$limit" podman)
paused_exec=255 absent_exec=127
run_options=(--cgroup-parent "/$ID")
containers='libpod-*' # the cgroups of containers: podman keeps those of its pods
engine() {
  case $1 in
    run | create) "${engine_command[@]}" "$1" "${run_options[@]}" "${@:2}" ;;
    *) "${engine_command[@]}" "$@" ;;
  esac
}
remove() { engine rm -f -t 0 "$@"; }
may_be_privileged() { true; } # podman asks for no more than it has
may_throttle() { true; }

with_descriptor() { box -i --preserve-fds 1 box cat /proc/self/fd/3 3<"$SCRATCH/parcel"; }

pods() {
  row 'pod create' 0 '' podman pod create --name pod --cgroup-parent "/$ID" --hostname in-the-pod
  row 'pod: a container' 0 '' "${engine_command[@]}" run -d --pod pod --name one box sleep 1000
  row 'pod: one more' 0 '' "${engine_command[@]}" run -d --pod pod --name two box sh -c 'echo from two | nc -l -p 80'
  row 'pod: they share a network' 0 '^from two$' await_output 60 "${engine_command[@]}" exec one nc 127.0.0.1 80
  row 'pod: and a name' 0 '^in-the-pod$' "${engine_command[@]}" exec one hostname
  row 'pod ps' 0 'pod .*(Running|Degraded)' podman pod ps
  row 'pod stats' 0 'one' podman pod stats --no-stream pod
  row 'pod stop' 0 '' "${engine_command[@]}" pod stop -t 0 pod
  row 'pod start' 0 '' "${engine_command[@]}" pod start pod
  row 'pod pause, unpause' 0 '' eval 'podman pod pause pod && podman pod unpause pod' # podman leaves the infra container paused: last
  row 'pod rm' 0 '' "${engine_command[@]}" pod rm -f -t 0 pod
}

# Owned by root outside, by root inside: the mount takes the mapping of the container's user namespace.
idmapped_volume() {
  mkdir -p "$SCRATCH/owned"
  chmod 777 "$SCRATCH/owned"
  echo of root >"$SCRATCH/owned/theirs"
  box --uidmap 0:100000:1000 --gidmap 0:100000:1000 -v "$SCRATCH/owned:/mnt:idmap" box sh -c 'stat -c "%u %g" /mnt/theirs; echo mine >/mnt/mine'
  stat -c 'outside %u %g' "$SCRATCH/owned/mine"
}

healthchecks() {
  begin patient --health-cmd 'test -e /tmp/well' --health-interval disable
  row 'healthcheck: ill' 1 'unhealthy' podman healthcheck run patient
  engine exec patient touch /tmp/well
  row 'healthcheck: well' 0 '' podman healthcheck run patient
  remove patient >/dev/null
}

podman_rows() {
  row 'import' 0 '' podman import "$SCRATCH/box.tar" box
  simple_runs
  lasting
  limits
  security
  file_systems
  row '--uidmap, --gidmap' 0 $'^ +0 +100000 +1000$\n^0$' box --uidmap 0:100000:1000 --gidmap 0:100000:1000 box sh -c 'cat /proc/self/uid_map; id -u'
  row '-v idmap' 0 $'^0 0$\n^outside 0 0$' idmapped_volume
  row '--cgroupns host' 0 "^$(readlink /proc/self/ns/cgroup | tr '[]' '..')\$" box --cgroupns host box readlink /proc/self/ns/cgroup
  row '--preserve-fds' 0 '^a parcel$' with_descriptor
  healthchecks
  pods
  row 'events' 0 $'container exec\ncontainer died\ncontainer pause\npod create' podman events --stream=false --since 1h
}
