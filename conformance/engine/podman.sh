# shellcheck shell=bash
# Sourced: podman with conmon, configured by configure_containers of `engines`.

engine_command=(timeout "$limit" podman)
paused_exec=255 absent_exec=127
engine() {
  case $1 in
    run | create) "${engine_command[@]}" "$1" --cgroup-parent "/$ID" "${@:2}" ;;
    *) "${engine_command[@]}" "$@" ;;
  esac
}
remove() { engine rm -f -t 0 "$@"; }
may_be_privileged() { true; } # podman asks for no more than it has

podman_rows() {
  row 'import' 0 '' podman import "$SCRATCH/box.tar" box
  simple_runs
  lasting
  limits
  security
  file_systems
}
