# Samples and facts of `run` → results.json:
# { host: {…}, versions: {runtime: version}, views: [{ view, notes, rows: [{ row, unit, values: {runtime: median}, low, high, n }] }] }
def lines: split("\n") | map(select(. != "") | split("\t"));
def quantile($q): sort | .[((length - 1) * $q + 0.5) | floor];
def table: group_by(.row) | map({
    row: .[0].row, unit: .[0].unit, n: (map(.samples | length) | max),
    values: (map({(.runtime): (.samples | quantile(0.5))}) | add),
    low: (map({(.runtime): (.samples | quantile(0.1))}) | add),
    high: (map({(.runtime): (.samples | quantile(0.9))}) | add)
  });
def order: ["run", "run, seccomp", "create + start + delete", "create + start + delete, seccomp", "create", "start", "delete",
  "create, seccomp", "start, seccomp", "delete, seccomp", "exec", "exec, seccomp", "state", "list", "kill", "50 at once",
  "run, among 100", "state, among 100", "list, of 100", "run, among 1000", "state, among 1000", "list, of 1000"];
def sums($suffix; $key): # one value a round: create, start and delete together
  map(select(.step == "create" + $suffix or .step == "start" + $suffix or .step == "delete" + $suffix))
  | group_by(.runtime) | map({runtime: .[0].runtime, step: ("create + start + delete" + $suffix),
      samples: (group_by(.round) | map(map(.[$key]) | add))});
def view($name; $samples; $facts):
  ($samples | lines | map({runtime: .[0], round: (.[1] | tonumber), step: (.[2] | gsub("_"; " ")),
    ms: ((.[3] | tonumber) / 1000), rss: (.[4] | tonumber), cpu: ((.[5] | tonumber) / 1000)})
    | map(select(.round > 0))) as $all
  | ($facts | lines) as $facts
  | def rows($key; $unit; $title): ($all | group_by([.runtime, .step])
        | map({runtime: .[0].runtime, step: .[0].step, samples: map(.[$key])}))
      + (if $key == "rss" then [] else ($all | sums(""; $key) + sums(", seccomp"; $key)) end)
      | map(. + {row: ($title + .step), unit: $unit}) | table
      | sort_by((.row | ltrimstr($title)) as $r | (order | index([$r])) // 99);
  {
    view: $name,
    notes: ($facts | map(select(.[1] == "note") | "\(.[0]) \(.[2])")),
    rows: (rows("ms"; "ms"; "") + rows("cpu"; "ms"; "CPU of ") + rows("rss"; "kB"; "peak RSS of ")
      + ($facts | map(select(.[1] != "note") | {runtime: .[0], row: (.[1] | sub(" kB$"; "")), unit: "kB", samples: [.[2] | tonumber]})
        | table))
  };
($facts | lines) as $f | {
  host: ($f | map(select(.[0] == "host") | {(.[1]): .[2]}) | add),
  versions: ($f | map(select(.[1] == "version") | {(.[0]): .[2]}) | add),
  views: [("cgroup2", "cgroup1", "host") as $v | $ARGS.named | select(has("samples_" + $v)) | view($v; .["samples_" + $v]; .["facts_" + $v])]
}
