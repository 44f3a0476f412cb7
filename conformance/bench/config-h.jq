# config.json → config.h of limit.c
def c: @json;
def flags: {
    ro: "MS_RDONLY", nosuid: "MS_NOSUID", nodev: "MS_NODEV", noexec: "MS_NOEXEC",
    relatime: "MS_RELATIME", strictatime: "MS_STRICTATIME", newinstance: ""
  };
def relative: c | sub("^\"/"; "\"");
def kernel_name: {
    pid: "NEWPID", network: "NEWNET", ipc: "NEWIPC", uts: "NEWUTS", mount: "NEWNS", cgroup: "NEWCGROUP"
  };
[
  "static const struct mount_row mounts[] = {",
  (.mounts[] | (.options // []) as $options |
    "    { \(.source | c), \(.destination | relative), \(.type | c), \(
      [$options[] | flags[.] // empty | select(. != "")] + ["0"] | join(" | ")), \(
      [$options[] | select(flags[.] == null)] | if . == [] then "NULL" else (join(",") | c) end) },"),
  "};",
  "static const char *const masked_paths[] = { \([.linux.maskedPaths[] | relative] | join(", ")) };",
  "static const char *const readonly_paths[] = { \([.linux.readonlyPaths[] | relative] | join(", ")) };",
  "static const char hostname[] = \(.hostname | c);",
  "static const char *const args[] = { \([.process.args[] | c] | join(", ")), NULL };",
  "static const char *const env[] = { \([.process.env[] | c] | join(", ")), NULL };",
  "static const uint64_t namespaces = \([.linux.namespaces[].type | "CLONE_" + kernel_name[.]] | join(" | "));"
] | .[]
