# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # shell text for inside containers; variables of `engines`
# Sourced: docker-registry on the loopback of this network namespace; podman, skopeo and Docker push to it and pull from it.

# shellcheck source=docker.sh
. "$here/engine/docker.sh"

start_registry() {
  cat >"$SCRATCH/registry.yml" <<'END'
version: 0.1
log: {level: warn}
storage: {filesystem: {rootdirectory: /var/lib/registry}, delete: {enabled: true}}
http: {addr: "127.0.0.1:5000"}
END
  docker-registry serve "$SCRATCH/registry.yml" >"$SCRATCH/registry.log" 2>&1 &
  registry=$!
  await 60 bash -c ': </dev/tcp/127.0.0.1/5000'
}

podman_box() { timeout "$limit" podman run --rm --cgroup-parent "/$ID" "$@"; }

registry_rows() {
  local there=127.0.0.1:5000/box
  start_registry
  row 'podman import' 0 '' podman import --change 'CMD ["echo", "hello"]' "$SCRATCH/box.tar" box
  row 'podman push' 0 '' podman push --tls-verify=false box "$there:podman"
  row 'podman: forget it' 0 '' podman rmi --all --force
  row 'podman pull' 0 '' podman pull --tls-verify=false "$there:podman"
  row 'podman: run what was pulled' 0 '^hello$' podman_box "$there:podman"
  row 'podman: pull on run' 0 '^hello$' podman_box --pull always --tls-verify=false "$there:podman"
  row 'skopeo copy' 0 '' skopeo copy --src-tls-verify=false --dest-tls-verify=false "docker://$there:podman" "docker://$there:skopeo"
  row 'skopeo list-tags' 0 '"skopeo"' skopeo list-tags --tls-verify=false "docker://$there"
  start_docker
  row 'docker pull' 0 'Downloaded newer image' docker pull "$there:skopeo"
  row 'docker: run what was pulled' 0 '^hello$' engine run --rm "$there:skopeo"
  row 'docker push' 0 '' bash -c 'docker tag "$1:skopeo" "$1:docker" && docker push "$1:docker"' - "$there"
  row 'docker: pull on run' 0 '^hello$' bash -c 'docker rmi -f "$1:docker" "$1:skopeo" >/dev/null && docker run --rm "$1:docker"' - "$there"
  stop_process "$dockerd"
  stop_process "$registry"
}
