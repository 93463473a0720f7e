#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# From a fresh clone to a finding: builds npusim, runs the ratio-4 compressor (or the program that
# is given), and says what to look at.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tools/build.sh
out=build/demo
mkdir -p "$out"
program=${1:-compressor/ratio4}

status=0
build/release/npusim run "$program" --trace "$out/run.h5" \
  --report text=- --report json="$out/run.json" --report html="$out/run.html" || status=$?

cat <<TEXT

npusim ended with exit status $status (66 is a race; 'npusim --help' lists all).
What to look at:
  above            each finding: both accesses, the edge that is missing, the smallest fix
  $out/run.html   the same as a page
  $out/run.json   the same for programs
  $out/run.h5     every access of the run
Next:
  build/release/npusim explain ub.scalar_store_posted
  build/release/npusim list programs
TEXT
case $status in
  0 | 1 | 66 | 67) exit 0 ;;
  *) exit "$status" ;;
esac
