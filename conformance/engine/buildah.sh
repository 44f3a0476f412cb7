# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # shell text for inside containers; variables of `engines`
# Sourced: buildah, and the builds of podman and Docker. The base image is `FROM scratch` and the busybox of this suite.

box() { timeout "$limit" podman run --rm --cgroup-parent "/$ID" "$@"; }

write_dockerfiles() {
  mkdir -p "$SCRATCH/base" "$SCRATCH/image"
  cp "$SCRATCH/box.tar" "$SCRATCH/base/"
  printf '%s\n' 'FROM scratch' 'ADD box.tar /' 'CMD ["/bin/sh"]' >"$SCRATCH/base/Dockerfile"
  cp "$SCRATCH/parcel" "$SCRATCH/image/"
  cat >"$SCRATCH/image/Dockerfile" <<'END'
FROM localhost/box
COPY parcel /parcel
ENV COLOUR=blue
RUN echo "built as $(id -u) in $(pwd), $COLOUR" >/built && test -c /dev/null && grep -q "a parcel" /parcel
USER 1000
WORKDIR /work
RUN id -u >/tmp/user && [ "$(pwd)" = /work ]
CMD ["echo", "hello"]
END
  printf '%s\n' 'FROM localhost/box' 'RUN exit 3' >"$SCRATCH/image/Failing"
}

buildah() { timeout "$limit" buildah "$@"; }

worked_on() { # step by step, as a script does it
  local container
  container=$(buildah from localhost/box)
  buildah run "$container" -- sh -c 'echo "by hand" >/made'
  buildah run --user 1000 "$container" -- id -u
  buildah config --cmd '["cat", "/made"]' "$container"
  buildah commit "$container" by-hand
  buildah rm "$container"
}

typed_in_build() { # a RUN has no terminal, buildah run -t has
  local container status=0
  container=$(buildah from localhost/box)
  echo 'tty; exit 4' | on_terminal buildah run -t "$container" -- sh || status=$?
  buildah rm "$container" >/dev/null
  return $status
}

run_status() {
  local container status=0
  container=$(buildah from localhost/box)
  buildah run "$container" -- sh -c 'exit 9' || status=$?
  buildah rm "$container" >/dev/null
  return $status
}

buildah_rows() {
  local options=(--isolation oci --runtime "$runtime" --network none)
  write_dockerfiles
  export BUILDAH_ISOLATION=oci BUILDAH_RUNTIME=$runtime
  row 'bud FROM scratch' 0 '' buildah bud "${options[@]}" -t localhost/box "$SCRATCH/base"
  row 'bud with RUN' 0 '' buildah bud "${options[@]}" -t built "$SCRATCH/image"
  row 'bud: a RUN that fails' 3 'exit status 3' buildah bud "${options[@]}" -f "$SCRATCH/image/Failing" "$SCRATCH/image"
  row 'bud --memory' 0 '' buildah bud "${options[@]}" --memory 64m --no-cache -t built "$SCRATCH/image"
  row 'from, run, config, commit, rm' 0 '^1000$' worked_on
  row 'run: exit status' 9 '' run_status
  row 'run -t' 4 '^/dev/(console|pts/0)$' typed_in_build
  row 'run what was made by hand' 0 '^by hand$' box localhost/by-hand
  row 'run what was built: CMD' 0 '^hello$' box localhost/built
  row 'run what was built: RUN' 0 '^built as 0 in /, blue$' box localhost/built cat /built
  row 'podman build' 0 '' timeout "$limit" podman build --isolation oci --network none -t again --no-cache "$SCRATCH/image"
  row 'run what podman built' 0 '^hello$' box localhost/again
}
