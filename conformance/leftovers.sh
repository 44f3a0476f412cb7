# shellcheck shell=bash
# Sourced, inside `isolated`: what a runtime could leave behind, listed before and after. No pipes and no substitutions here:
# their own processes and descriptors would be on the list.

# leftovers_list FILE ID STATE - writes to FILE everything there is now: processes of this pid namespace, mounts of this mount
# namespace, cgroup directories whose path names a container ID*, entries of the directory STATE, network namespaces held by a
# process or a descriptor, and the descriptors of this shell.
leftovers_list() {
  local file=$1 id=$2 state=$3
  {
    find /proc -maxdepth 1 -name '[0-9]*' -printf 'process %f\n'
    find /proc/[0-9]*/ns /proc/[0-9]*/fd -lname 'net:*' -printf 'network namespace %l\n'
    find "/proc/$$/fd" -type l -printf 'descriptor %f %l\n'
    sed -E 's/^[0-9]+ [0-9]+ /mount /' /proc/self/mountinfo
    find /sys/fs/cgroup -type d -path "*$id*" -printf 'cgroup %p\n'
    find "$state" -mindepth 1 -printf 'state %p\n'
    find /dev/shm /dev/mqueue -mindepth 1 -name "*$id*" -printf 'file %p\n'
  } >"$SCRATCH/listing" 2>/dev/null || true # a process may end while it is looked at
  # The find that looked is on its own list; everything that stays has a number of before.
  sort -u -o "$file" "$SCRATCH/listing"
}

# leftovers_compare BEFORE ID STATE - waits, for at most $patience quarters of a second (20), until nothing is there that was not in the list BEFORE;
# else fails and leaves a line for each new thing in BEFORE.left. Its caller must not redirect it.
leftovers_compare() {
  local before=$1 id=$2 state=$3 what rest try
  for ((try = 0; try < ${patience:-20}; try++)); do
    leftovers_list "$before.now" "$id" "$state"
    comm -13 "$before" "$before.now" >"$before.new"
    while read -r what rest; do
      if [[ $what != process ]]; then
        echo "left behind: $what $rest"
      elif [[ -e /proc/$rest ]]; then # else it was one of the listing's own; a zombie would still be there
        echo "left behind: process $rest $(tr '\0' ' ' <"/proc/$rest/cmdline")"
      fi
    done <"$before.new" >"$before.left"
    [[ -s $before.left ]] || return 0
    sleep 0.25
  done
  return 1
}
