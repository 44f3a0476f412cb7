# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # shell text for inside containers; variables of `engines`
# Sourced: docker-compose with three services on Docker, without networks: they meet in a volume.

# shellcheck source=docker.sh
. "$here/engine/docker.sh"

write_project() {
  mkdir -p "$SCRATCH/project/counter"
  cd "$SCRATCH/project" || return
  cat >docker-compose.yml <<END
version: "2.4"
volumes: {letters: {}}
services:
  writer:
    image: box
    network_mode: none
    cgroup_parent: /$ID
    volumes: ["letters:/letters"]
    command: sh -c 'echo a letter >/letters/first; exec sleep 1000'
    healthcheck: {test: ["CMD", "test", "-s", "/letters/first"], interval: 1s, retries: 60}
    init: true
  reader:
    image: box
    network_mode: none
    cgroup_parent: /$ID
    volumes: ["letters:/letters:ro"]
    depends_on: {writer: {condition: service_healthy}}
    command: sh -c 'cat /letters/first; exec sleep 1000'
    mem_limit: 64m
    init: true
  counter:
    build: {context: ./counter, network: none}
    network_mode: none
    cgroup_parent: /$ID
    init: true
END
  printf '%s\n' 'FROM box' 'RUN echo 42 >/answer' 'CMD ["sh", "-c", "cat /answer; exec sleep 1000"]' >counter/Dockerfile
}

compose() { timeout "$limit" docker-compose --no-ansi "$@"; }
read_it() { await 60 reader_wrote && compose logs --no-color; }
reader_wrote() { compose logs reader | grep -q 'a letter'; }
count_of() { docker ps --quiet --filter "label=com.docker.compose.service=$1" | wc -l; }
gone() { [[ -z $(docker ps --all --quiet)$(docker volume ls --quiet) ]]; }

compose_rows() {
  start_docker
  docker import "$SCRATCH/box.tar" box >/dev/null
  write_project
  row 'build' 0 '' compose build
  row 'up' 0 '' compose up -d
  row 'logs' 0 $'reader.* a letter\ncounter.* 42' read_it
  row 'ps: healthy' 0 'writer.*Up.*\(healthy\)' compose ps
  row 'exec' 0 '^a letter$' compose exec -T reader cat /letters/first
  row 'exec: exit status' 9 '' compose exec -T reader sh -c 'exit 9'
  row 'run' 0 '^a letter$' compose run --rm -T --no-deps reader cat /letters/first
  row 'top' 0 'sleep 1000' compose top
  row 'pause, unpause' 0 '' eval 'compose pause counter && compose unpause counter'
  row 'scale' 0 '' compose up -d --scale counter=3
  row 'scale: there are three' 0 '^3$' count_of counter
  row 'restart' 0 '' compose restart -t 5 counter
  row 'down' 0 '' compose down -v -t 5
  row 'down: all is gone' 0 '' gone
  cd "$SCRATCH" || return
  stop_process "$dockerd"
}
