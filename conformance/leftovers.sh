# Sourced, inside `isolated`: what a runtime could leave behind, listed before and after.

# leftovers_list ID STATE - everything there is now: processes of this pid namespace, mounts of this mount namespace, cgroup
# directories whose path names a container ID*, entries of the state directory STATE, network namespaces, and our own descriptors.
leftovers_list() {
  local id=$1 state=$2 pid
  for pid in /proc/[0-9]*; do
    [[ $(<"$pid/stat") =~ ^([0-9]+)\ \((.*)\)\ .\ ([0-9]+) ]] 2>/dev/null || continue
    # The command substitution this runs in, and its children.
    [[ ${BASH_REMATCH[1]} != "$BASHPID" && ${BASH_REMATCH[3]} != "$BASHPID" ]] || continue
    echo "process ${BASH_REMATCH[1]} ${BASH_REMATCH[2]}"
    echo "network namespace $(readlink "$pid/ns/net")"
    find "$pid/fd" -lname 'net:*' -printf 'network namespace %l\n' 2>/dev/null || true
  done
  cut -d' ' -f5- /proc/self/mountinfo | sed 's/^/mount /'
  find /sys/fs/cgroup -type d -path "*$id*" -printf 'cgroup %p\n' 2>/dev/null || true
  [[ ! -d $state ]] || find "$state" -mindepth 1 -printf 'state %p\n'
  find /dev/shm /dev/mqueue -mindepth 1 -name "*$id*" -printf 'file %p\n' 2>/dev/null || true
  for pid in "/proc/$$/fd"/*; do
    [[ -e $pid ]] && echo "descriptor ${pid##*/} $(readlink "$pid")"
  done
}

# leftovers_compare BEFORE ID STATE - waits, for at most five seconds, until the list is what it was; else prints what is new.
leftovers_compare() {
  local before=$1 id=$2 state=$3 now new _
  for _ in {1..50}; do
    now=$(leftovers_list "$id" "$state" | sort -u)
    new=$(comm -13 <(echo "$before") <(echo "$now"))
    [[ -n $new ]] || return 0
    sleep 0.1
  done
  sed 's/^/left behind: /' <<<"$new"
  return 1
}
