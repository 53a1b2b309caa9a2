#!/bin/sh
# One command: installs the peers from Debian where they are missing, measures them and Understudy work
# by work, and prints the tables:
#   benchmarks/peers.sh [--rounds N] [--seconds N] [S1 S1e S1m S2 S2k S3 S4 S7 S1r S5]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
missing=
for each in gdnsd:gdnsd nsd:nsd knotd:knot named:bind9 dnsperf:dnsperf cc:gcc taskset:util-linux python3:python3; do
  command -v "${each%%:*}" >/dev/null || missing="$missing ${each#*:}"
done
if [ -n "$missing" ]; then
  if [ "$(id -u)" != 0 ]; then
    echo "benchmarks/peers.sh: run it as root once, or: apt-get install$missing" >&2
    exit 2
  fi
  # Debian starts the servers it installs; here each is started for its measurement alone.
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
  fi
  apt-get update -qq >&2
  # shellcheck disable=SC2086 # one word for each package
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing >&2
fi
python3 "$here/measure/peers.py" "$@"
