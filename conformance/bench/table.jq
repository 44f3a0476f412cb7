# results.json → Markdown
def number: if . == null then "" elif . >= 100 then (round | tostring) else ((. * 10 | round) / 10 | tostring) end;
def ratio($a; $b): if $a == null or $b == null or $b == 0 then "" else (($a / $b * 100 | round) / 100 | tostring) + "×" end;
def title: {cgroup2: "cgroup v2 (a private mount namespace, cgroup2 on `/sys/fs/cgroup`)", cgroup1: "cgroup v1 (the machine's v1 hierarchies, without the cgroup2 beside them)", host: "the machine's own cgroup hierarchies"}[.];
# results.json has these too; they would only make the table longer.
"^CPU of (?!run$)|^(create|start|delete), seccomp|^peak RSS of .*(start|delete|list|kill|among|seccomp)" as $left_out
| ["ours", "runc", "crun", "limit"] as $runtimes
| (.versions | has("ours")) as $ours
| "Medians of \(.host.rounds) interleaved rounds; \(.host.processors) × \(.host.processor), Linux \(.host.kernel), \(.host.date); "
  + "load before: \(.host["load before"]). "
  + ([.versions | to_entries[] | "\(.key) \(.value)"] | join(", ")) + ".",
  (.views[] | "",
    "**On \(.view | title)**", "",
    (.notes[] | "- \(.)"), (if .notes == [] then empty else "" end),
    "| | | " + ($runtimes | join(" | ")) + " | " + (if $ours then "ours : runc | ours : crun | ours : limit" else "crun : runc | runc : limit | crun : limit" end) + " |",
    "|---|---|" + ([range(7) | "---:|"] | join("")),
    (.rows[] | select(.row | test($left_out) | not) | .values as $v
      | "| \(.row) | \(.unit) | " + ([$runtimes[] | $v[.] | number] | join(" | ")) + " | "
      + (if $ours then [ratio($v.ours; $v.runc), ratio($v.ours; $v.crun), ratio($v.ours; $v.limit)]
         else [ratio($v.crun; $v.runc), ratio($v.runc; $v.limit), ratio($v.crun; $v.limit)] end | join(" | ")) + " |"),
    (if .view == "cgroup2" then "", "Peak RSS is `ru_maxrss` of `wait4`: the largest resident set of the command or of a child it waited for." else empty end)
  )
