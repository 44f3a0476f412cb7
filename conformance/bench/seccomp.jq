# The engines' default profile (containers-common's seccomp.json, in Docker's format) → linux.seccomp of config.json, as an
# engine resolves it. --argjson caps: the container's capabilities; --arg arch: Go's name of the architecture.
def applies:
  (.includes // {}) as $in | (.excludes // {}) as $out |
  ($in.caps // [] | all(. as $c | $caps | index([$c]) != null)) and
  (($in.arches // []) as $a | $a == [] or ($a | index([$arch]) != null)) and
  ($out.caps // [] | all(. as $c | $caps | index([$c]) == null)) and
  (($out.arches // []) | index([$arch]) == null);
{
  defaultAction,
  defaultErrnoRet: (.defaultErrnoRet // 1),
  architectures: ({amd64: "SCMP_ARCH_X86_64", arm64: "SCMP_ARCH_AARCH64"}[$arch] as $native |
    [.archMap[] | select(.architecture == $native) | .architecture, .subArchitectures[]]),
  syscalls: [.syscalls[] | select(applies) |
    {names, action} + (if .errnoRet then {errnoRet} else {} end) + (if (.args // []) == [] then {} else {args} end)]
}
