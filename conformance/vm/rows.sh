# shellcheck shell=bash disable=SC2034 # variables of those who source it
# Sourced with the runtime as $1, inside the virtual machine: one row about one container, c1, by the driver that `driver`, `options`, `path`
# and `directory` name.
runtime=$(command -v "$1") || { echo "no runtime $1 in this machine"; exit 1; }
work=$(mktemp -d /var/tmp/rows.XXXXXX) state=/run/rows passed=0 failed=0
cp -a /opt/busybox "$work/rootfs"
cd "$work" || exit 1

by_cgroupfs() { driver=cgroupfs options=() path=/cgroups/one directory=/sys/fs/cgroup/cgroups/one; }
by_systemd() { driver=systemd options=(--systemd-cgroup) path=system.slice:cgroups:one directory=/sys/fs/cgroup/system.slice/cgroups-one.scope; }

verdict() { # NAME WANTED GOT
  if [[ $3 == "$2" ]]; then
    echo "ok      vm: $driver: $1"
    passed=$((passed + 1))
  else
    printf 'FAILED  vm: %s: %s\n' "$driver" "$1"
    printf '        got:    %q\n        wanted: %q\n' "$3" "$2"
    failed=$((failed + 1))
  fi
}
skip() { # NAME REASON
  echo "skipped vm: $driver: $1: $2"
}
rt() { "$runtime" --root "$state" "${options[@]}" "$@"; }
config() { # FILTER
  rm -f config.json
  runc spec
  jq --arg path "$path" '.process.terminal = false | .process.args = ["/bin/sleep", "1000"] | .linux.cgroupsPath = $path | '"$1" config.json >new
  mv new config.json
}
up() { rt run -d --bundle "$work" c1 >out 2>&1 </dev/null || cat out; }
down() { rt delete --force c1; }
files() { (cd "$directory" && tail -n +1 "$@" | grep -v '^$'); }

# A device of RDMA, rxe0, with the one kernel that build-image makes its module for.
with_rdma() {
  modprobe -q rdma_rxe || return 0
  modprobe dummy
  ip link add rdma0 type dummy
  ip link set rdma0 up
  rdma link add rxe0 type rxe netdev rdma0
}

finish() {
  rm -rf "$work"
  echo "$passed passed, $failed failed"
  ((failed == 0))
}
