# shellcheck shell=bash disable=SC2016,SC2034,SC2154 # shell text for inside containers; variables of `engines`
# Sourced: containerd's CRI plugin, called as kubelet calls it, with containerd's runc shim and with runtime-shim. Both run the runtime under test.
# The client is curl, for gRPC is HTTP/2 with five bytes before the message, and protoc, for the messages (cri.proto).

# cri METHOD [FIELDS] - calls it with a request of these fields, protobuf's text form, and prints the response in the same form.
cri() {
  local message=$SCRATCH/message code=(protoc "--proto_path=$here/engine" cri.proto) length
  "${code[@]}" "--encode=runtime.v1.$1Request" <<<"${2-}" >"$message" || return
  length=$(stat -c %s "$message")
  {
    printf '%b' "$(printf '\\x%02x' 0 $((length >> 24)) $((length >> 16 & 255)) $((length >> 8 & 255)) $((length & 255)))"
    cat "$message"
  } >"$message.framed"
  curl --noproxy '*' --silent --show-error --max-time "$limit" --http2-prior-knowledge --unix-socket /run/containerd.sock \
    --header 'content-type: application/grpc' --header 'te: trailers' --data-binary "@$message.framed" \
    --dump-header "$message.headers" --output "$message.answer" "http://containerd/runtime.v1.RuntimeService/$1" || return
  if ! grep -q '^grpc-status: 0' "$message.headers"; then
    sed -n 's/^grpc-message: //p' "$message.headers" >&2
    return 1
  fi
  tail -c +6 "$message.answer" | "${code[@]}" "--decode=runtime.v1.$1Response"
}

# texts FIELD WORD... - the words as values of this field.
texts() {
  local word
  for word in "${@:2}"; do
    word=${word//\\/\\\\}
    printf '%s: "%s" ' "$1" "${word//\"/\\\"}"
  done
}

# field NAME - its values in a text form on standard input.
field() { sed -nE "s/^ *$1: \"?([^\"]*)\"?\$/\1/p"; }

pod_config() {
  echo "metadata { name: \"pod\" uid: \"$handler\" namespace: \"rows\" } log_directory: \"$SCRATCH/log/$handler\"
    linux { cgroup_parent: \"/$ID\" security_context { namespace_options { network: NODE } } }"
}
make_pod() {
  cri RunPodSandbox "config { $(pod_config) } runtime_handler: \"$handler\"" | field pod_sandbox_id >"$SCRATCH/pod"
  [[ -s $SCRATCH/pod ]]
}
pod() { cri "$1PodSandbox" "pod_sandbox_id: \"$(<"$SCRATCH/pod")\""; }
pod_state() { cri PodSandboxStatus "pod_sandbox_id: \"$(<"$SCRATCH/pod")\"" | field state; }

# create NAME FIELDS CMD... - a container of the pod, with further fields of its configuration.
create() {
  cri CreateContainer "pod_sandbox_id: \"$(<"$SCRATCH/pod")\" sandbox_config { $(pod_config) }
    config { metadata { name: \"$1\" } image { image: \"$image\" } log_path: \"$1.log\" envs { key: \"COLOUR\" value: \"blue\" } $2 $(texts command "${@:3}") }" |
    field container_id >"$SCRATCH/container.$1"
  [[ -s $SCRATCH/container.$1 ]]
}
# of NAME METHOD [FIELDS] - calls it for this container.
of() { cri "$2" "container_id: \"$(<"$SCRATCH/container.$1")\" ${3-}"; }
begin() { create "$@" && of "$1" StartContainer; }
state_is() { [[ $(of "$1" ContainerStatus | field state) == "CONTAINER_$2" ]]; }

execute() { # NAME CMD...
  local answer
  answer=$(of "$1" ExecSync "timeout: 60 $(texts cmd "${@:2}")") || return
  printf '%b' "$(field stdout <<<"$answer")"
  printf '%b' "$(field stderr <<<"$answer")" >&2
  return "$(field exit_code <<<"$answer" | grep . || echo 0)"
}

# once NAME FIELDS CMD... - a container from its making to its end; prints its log, and how it ended.
once() {
  begin "$@" || return
  await 60 state_is "$1" EXITED
  cut -d ' ' -f 2- "$SCRATCH/log/$handler/$1.log"
  of "$1" ContainerStatus | grep -E ' (exit_code|reason):'
  of "$1" RemoveContainer
}

shim_command='containerd-shim-[^ ]* -namespace k8s.io '
shims() { pgrep -fc -- "$shim_command" || true; }
no_shim() { [[ $(shims) == 0 ]]; }

start_cri() {
  local options="BinaryName = \"$runtime\""
  if [[ $(containerd --version) =~ \ v?1\. ]]; then # containerd 1.6 hands a shim of another name no options but the path of a file
    echo "$options" >"$SCRATCH/options.toml"
    options="ConfigPath = \"$SCRATCH/options.toml\""
  fi
  cat >"$SCRATCH/cri.toml" <<TOML
version = 2
root = "/var/lib/containerd"
state = "/run/containerd"
[grpc]
address = "/run/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
path = "/var/lib/opt"
[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = "$image"
restrict_oom_score_adj = true # this machine may forbid to lower it
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
BinaryName = "$runtime"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.shim]
runtime_type = "io.containerd.runtime.v2"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.shim.options]
$options
TOML
  containerd --config "$SCRATCH/cri.toml" >>"$SCRATCH/containerd.log" 2>&1 &
  containerd=$!
  await 90 cri Version || { tail -n 20 "$SCRATCH/containerd.log"; return 1; }
}

import_image() {
  podman import --change 'ENV PATH=/bin' --change 'CMD ["sleep", "1000000"]' "$SCRATCH/box.tar" "$image" && podman save -o "$SCRATCH/image.tar" "$image" &&
    timeout "$limit" ctr --address /run/containerd.sock --namespace k8s.io images import "$SCRATCH/image.tar"
}

limit_of_app() {
  cat "/sys/fs/cgroup/memory/$ID/$(<"$SCRATCH/container.app")/memory.limit_in_bytes" 2>/dev/null || cat "/sys/fs/cgroup/$ID/$(<"$SCRATCH/container.app")/memory.max"
}

stopped() { # NAME SECONDS
  of "$1" StopContainer "timeout: $2" && of "$1" ContainerStatus | grep -E ' (exit_code|state):' && of "$1" RemoveContainer
}

never_begun() {
  create absent "$own" absent || return
  of absent StartContainer
  of absent ContainerStatus | grep -E ' (exit_code|reason):'
  of absent RemoveContainer
}

reopened() {
  begin writer "$own" sh -c 'for i in 1 2 3 4 5 6 7 8; do echo line $i; sleep 0.5; done' || return
  await 60 grep -q 'line 2' "$SCRATCH/log/$handler/writer.log"
  mv "$SCRATCH/log/$handler/writer.log" "$SCRATCH/log/$handler/old"
  of writer ReopenContainerLog
  await 60 grep -q 'line 8' "$SCRATCH/log/$handler/writer.log"
  head -n 1 "$SCRATCH/log/$handler/old"
  await 60 state_is writer EXITED
  of writer RemoveContainer
}

# A log of 20 MB, in lines. The container stays until all of it is there: at an end containerd 1.6 may lose what its logger still has (722 lines
# in three of 14 runs with its own shim).
many_bytes() {
  begin plenty "$own" sh -c 'yes 0123456789012345678901234567890123456789012345678 | head -n 400000; exec sleep 1000' || return
  await 60 eval '(($(wc -l <"$SCRATCH/log/$handler/plenty.log") >= 400000))'
  cut -d ' ' -f 2- "$SCRATCH/log/$handler/plenty.log" | sort | uniq -c
  of plenty StopContainer && of plenty RemoveContainer
}

restarts() { # containerd is killed while containers of a pod run and end
  row "$handler: restart: one that ends while containerd is away" 0 '' begin early "$own" sh -c 'sleep 2; exit 7'
  row "$handler: restart: one that ends after it is back" 0 '' begin late "$own" sh -c 'sleep 10; echo bye; exit 8'
  kill -KILL "$containerd"
  wait "$containerd" 2>/dev/null || true
  sleep 3
  start_cri
  row "$handler: restart: the container runs" 0 '' state_is app RUNNING
  row "$handler: restart: exec" 0 '^here$' execute app echo here
  local known=$'CONTAINER_EXITED$\nexit_code: 7$'
  [[ $(containerd --version) =~ \ v?1\. ]] || known=$'CONTAINER_EXITED$\nexit_code: 255$\nreason: "Unknown"$' # containerd 2 asks no more (containerd#6860)
  row "$handler: restart: an exit while it was away" 0 "$known" of early ContainerStatus
  row "$handler: restart: an exit after it" 0 '' await 60 state_is late EXITED
  row "$handler: restart: its status" 0 'exit_code: 8$' of late ContainerStatus
  row "$handler: restart: its log" 0 'stdout F bye$' cat "$SCRATCH/log/$handler/late.log"
  row "$handler: restart: one shim" 0 '^1$' shims
}

killed_shim() { # with a pod that runs
  row "$handler: shim killed: before" 0 '' eval 'make_pod && begin app "$own" sleep 987654'
  pkill -KILL -f -- "$shim_command"
  row "$handler: shim killed: the container is gone" 0 '' await 20 state_is app EXITED
  row "$handler: shim killed: no process is left" 1 '' pgrep -f 'sleep 987654'
  row "$handler: shim killed: the pod is removed" 0 '' eval 'pod Stop && pod Remove'
}

pod_rows() { # HANDLER
  handler=$1
  row "$handler: a pod" 0 '' make_pod
  [[ -s $SCRATCH/pod ]] || return 0
  row "$handler: its first container" 0 '' begin app "$own" sleep 987654
  row "$handler: its second container" 0 '' begin helper "$own" sh -c 'trap "exit 5" TERM; while :; do sleep 0.1; done'
  row "$handler: both run" 0 '' eval 'state_is app RUNNING && state_is helper RUNNING'
  row "$handler: one shim" 0 '^1$' shims
  row "$handler: exec" 0 $'^in blue, pid 1 is sleep$' execute app sh -c 'echo in $COLOUR, pid 1 is $(cat /proc/1/comm)'
  row "$handler: exec: exit status" 9 '^oh$' execute app sh -c 'echo oh >&2; exit 9'
  row "$handler: exec: an absent program" 1 'executable file not found' execute app absent
  row "$handler: exec: too slow" 1 'timeout' of app ExecSync 'timeout: 1 cmd: "sleep" cmd: "1000"'
  row "$handler: exec: and it is gone" 1 '' execute app pgrep -f 'sleep 1000'
  row "$handler: stats" 0 $'usage_core_nano_seconds\nworking_set_bytes' of app ContainerStats
  row "$handler: update" 0 '' of app UpdateContainerResources 'linux { memory_limit_in_bytes: 67108864 }'
  row "$handler: update: the limit is new" 0 '^67108864$' limit_of_app
  row "$handler: the log" 0 $'^stdout F out$\n^stderr F err$\n exit_code: 7$\n reason: "Error"$' once job "$own" sh -c 'echo out; echo err >&2; exit 7'
  row "$handler: the log is reopened" 0 'stdout F line 1$' reopened
  row "$handler: 20 MB of it" 0 '^ *400000 stdout F 0123456789012345678901234567890123456789012345678$' many_bytes
  row "$handler: exit status 0" 0 'reason: "Completed"' once job "$own" true
  row "$handler: a terminal" 0 '^stdout F /dev/(console|pts/0)$' once job "tty: true $own" tty
  row "$handler: out of memory" 0 $' exit_code: 137$\n reason: "OOMKilled"$' \
    once job "linux { resources { memory_limit_in_bytes: 16777216 } security_context { namespace_options { network: NODE } } }" sh -c 'head -c 100m /dev/zero | tail'
  row "$handler: the pod's processes" 0 '^stdout F sleep$' once job "${own/CONTAINER/POD}" cat /proc/1/comm
  row "$handler: a user, a folder" 0 '^stdout F 1000 /tmp$' once job "working_dir: \"/tmp\" $secure run_as_user { value: 1000 } } }" sh -c 'echo $(id -u) $(pwd)'
  row "$handler: a read-only root" 0 'Read-only file system' once job "$secure readonly_rootfs: true } }" touch /file
  row "$handler: a mount" 0 '^stdout F a parcel$' once job "mounts { container_path: \"/parcel\" host_path: \"$SCRATCH/parcel\" readonly: true } $own" cat /parcel
  row "$handler: the runtime's seccomp profile" 0 $'^stdout F Seccomp:\t2$' once job "$secure seccomp { profile_type: RuntimeDefault } } }" grep Seccomp: /proc/self/status
  row "$handler: an absent program" 0 $'executable file not found\n exit_code: 128$\n reason: "StartError"$' never_begun
  row "$handler: stop" 0 'exit_code: 5$' stopped helper 60
  row "$handler: stop: it does not listen" 0 'exit_code: 137$' eval 'begin stubborn "$own" sleep 1000 && stopped stubborn 1'
  restarts
  row "$handler: the pod is stopped" 0 '' pod Stop
  row "$handler: its containers with it" 0 'CONTAINER_EXITED$' of app ContainerStatus
  row "$handler: the pod is removed" 0 '' pod Remove
  row "$handler: nothing is listed" 1 '' eval 'cri ListContainers | grep .'
  row "$handler: no shim is left" 0 '' await 20 no_shim
}

cri_rows() {
  secure='linux { security_context { namespace_options { network: NODE pid: CONTAINER } '
  own="$secure } }"
  image=docker.io/library/box:latest
  mkdir -p "$SCRATCH/bin" "$SCRATCH/log/runc" "$SCRATCH/log/shim"
  [[ ! -x $SHIM ]] || ln -s "$SHIM" "$SCRATCH/bin/containerd-shim-runtime-v2"
  export PATH=$SCRATCH/bin:$PATH
  start_cri
  row 'version' 0 'runtime_api_version: "v1' cri Version
  row 'image import' 0 '' import_image
  pod_rows runc
  if [[ -x $SHIM ]]; then pod_rows shim && killed_shim; else skip 'shim' "there is no $SHIM"; fi
  stop_process "$containerd"
}
