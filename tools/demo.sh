#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# From a fresh clone to a finding: builds npusim, runs the form of the ratio-4 compressor that has a
# race and then the form without, and says what to look at. With a program as argument, runs that one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

step=""
trap '[ "$?" -eq 0 ] || echo "tools/demo.sh: failed while $step" >&2' EXIT

step="building npusim"
tools/build.sh
out=build/demo
mkdir -p "$out"

# run NAME PROGRAM: the run's report on stdout, its files as $out/NAME.*; the exit status in $status.
run() {
  local name=$1 program=$2
  step="running $program"
  printf '\n$ npusim run %s\n' "$program"
  status=0
  build/release/npusim run "$program" --trace "$out/$name.h5" --report text=- \
    --report json="$out/$name.json" --report html="$out/$name.html" || status=$?
  case $status in
    0) echo "exit status 0: clean, and the outputs are the golden's bit for bit" ;;
    1) echo "exit status 1: an output differs from its golden" ;;
    66) echo "exit status 66: a race or memory error; the finding above names both accesses" ;;
    67) echo "exit status 67: a stall or synchronisation error" ;;
    *) exit "$status" ;;
  esac
}

if [ $# -gt 0 ]; then
  run demo "$1"
  names=(demo)
else
  run racy compressor/ratio4-spmd
  run clean compressor/ratio4
  names=(racy clean)
fi

printf '\nWhat to look at:\n'
for name in "${names[@]}"; do
  echo "  $out/$name.html   the report as a page, $out/$name.json for programs, $out/$name.h5 every access"
done
cat <<'TEXT'
Next:
  build/release/npusim explain ub.scalar_store_posted    what the finding rests on
  build/release/npusim list programs                     what else can be run
  docs/first-program.md                                  a program of your own
TEXT
