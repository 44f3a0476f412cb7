# results.json → SVG: for the rows that matter most, one bar for each runtime, its length relative to the longest of the row.
def colour: {ours: "#1f77b4", runc: "#c7c7c7", crun: "#9aa5b1", limit: "#2ca02c"}[.];
def number: if . >= 100 then (round | tostring) else ((. * 10 | round) / 10 | tostring) end;
["run", "run, seccomp", "create + start + delete", "exec", "50 at once", "peak RSS of run"] as $wanted
| ["ours", "crun", "runc", "limit"] as $runtimes
| .views[0] as $view
| [$wanted[] as $w | $view.rows[] | select(.row == $w)] as $rows
| [foreach ($rows[] | . as $row | [$runtimes[] | select($row.values[.] != null)] as $present | {row: $row, present: $present}) as $r
    (0; . + 14 + 16 * ($r.present | length); . as $bottom | ($r + {top: ($bottom - 16 * ($r.present | length))}))] as $groups
| (($groups | last | .top + 16 * (.present | length)) + 24) as $height
| "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"760\" height=\"\($height)\" viewBox=\"0 0 760 \($height)\" font-family=\"sans-serif\" font-size=\"12\">",
  "<rect width=\"760\" height=\"\($height)\" fill=\"#ffffff\"/>",
  ($groups[] | .row as $row | .top as $top | ([$row.values[]] | max) as $longest
    | "<text x=\"8\" y=\"\($top + 12)\" font-weight=\"bold\">\($row.row)</text>",
      (.present | to_entries[] | .key as $i | .value as $name | $row.values[$name] as $value
        | "<text x=\"225\" y=\"\($top + 16 * $i + 12)\" text-anchor=\"end\">\($name)</text>",
          "<rect x=\"232\" y=\"\($top + 16 * $i + 2)\" width=\"\($value / $longest * 430 * 10 | round / 10)\" height=\"12\" fill=\"\($name | colour)\"/>",
          "<text x=\"\(238 + $value / $longest * 430 | round)\" y=\"\($top + 16 * $i + 12)\">\($value | number) \($row.unit)</text>")),
  "<text x=\"8\" y=\"\($height - 8)\" fill=\"#666666\">cgroup view: \($view.view); medians of \(.host.rounds) interleaved rounds; shorter is better</text>",
  "</svg>"
