# shellcheck shell=bash
# Sourced: packages of other Debian suites, through an apt state of our own. The machine's sources stay as they are.

# The Debian archive that this machine already uses.
debian_mirror() {
  apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | awk '/\/debian\/*$/ && !n++'
}

# private_apt DIR SUITE... - reads the indexes of these suites into DIR and sets the array `apt` to the options that use them.
# A SUITE may begin with "src:", for its source packages. No package counts as installed, so a dependency is always fetched.
private_apt() {
  local dir=$1 mirror suite kind
  shift
  mirror=$(debian_mirror)
  [[ -n $mirror ]] || { echo "no Debian archive in this machine's apt sources" >&2; return 1; }
  mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial"
  : >"$dir/status"
  for suite; do
    kind=deb
    [[ $suite != src:* ]] || kind=deb-src
    echo "$kind [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror ${suite#src:} main"
  done >"$dir/sources.list"
  apt=(-o "Dir::Etc::sourcelist=$dir/sources.list" -o Dir::Etc::sourceparts=-
    -o "Dir::State::lists=$dir/lists" -o "Dir::State::status=$dir/status" -o "Dir::Cache=$dir/cache"
    -o APT::Sandbox::User=root -o Acquire::Languages=none -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false -q)
  apt-get "${apt[@]}" -q update >"$dir/update.log" 2>&1 || { cat "$dir/update.log" >&2; return 1; }
}

# apt waits for another apt's lock on packages, but not for the one on its lists (an unattended upgrade, a suite beside this one).
update_lists() {
  local _ said
  for _ in {1..60}; do
    said=$(apt-get update -qq 2>&1) && return
    [[ $said == *'Could not get lock'* ]] || break
    sleep 5
  done
  echo "$said" >&2
  return 1
}

# need COMMAND=PACKAGE... - installs the Debian packages of the commands that this machine lacks.
need() {
  local pair missing=()
  for pair; do
    command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
  done
  ((${#missing[@]})) || return 0
  [[ -e /etc/debian_version ]] || { echo "please install: ${missing[*]}" >&2; return 1; }
  echo "installing ${missing[*]}" >&2
  update_lists
  DEBIAN_FRONTEND=noninteractive apt-get install -qqy --no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}" >/dev/null
}
