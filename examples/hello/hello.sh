#!/bin/sh
# What a container sees of itself. Runs inside, on busybox alone.
say() { printf '  \033[36m%-14s\033[0m %s\n' "$1" "$2"; }
bits() { n=0; value=$((0x$1)); while [ $value -gt 0 ]; do n=$((n + value % 2)); value=$((value / 2)); done; echo $n; }
status() { sed -n "s/^$1:[[:space:]]*//p" /proc/self/status; }
refused() { if (echo > "$1") 2>/dev/null; then echo "writable?!"; else echo "read-only"; fi; }

cat <<'BANNER'

             _   _
  _ _ _  _ _ | |_(_)_ __  ___     a container, started by C#
 | '_| || | ' \  _| | '  \/ -_)    without a line of C,
 |_|  \_,_|_||_\__|_|_|_|_\___|    and nobody in here but us

BANNER
say "host name" "$(hostname)"
say "process" "number $$, of $(ls -d /proc/[0-9]* | wc -l) that it can see"
say "user" "root, with $(bits "$(status CapEff)") of 41 capabilities, and no way to more (no_new_privs $(status NoNewPrivs))"
say "network" "$(ls /sys/class/net | tr '\n' ' ')- 127.0.0.1 answers: $(ping -c 1 -W 1 127.0.0.1 >/dev/null 2>&1 && echo yes || echo 'not without CAP_NET_RAW')"
say "root" "$(refused /x), $(mount | wc -l) mounts"
say "/proc/sys" "$(refused /proc/sys/kernel/hostname)"
say "/proc/keys" "masked: $(wc -c < /proc/keys) bytes"
say "/dev" "$(ls /dev | tr '\n' ' ')"
say "open files" "$(ls /proc/self/fd | tr '\n' ' ')(the last is ls reading the directory)"
say "left of init" "$(readlink /proc/1/exe), the 2 kB that started it are gone"
echo
