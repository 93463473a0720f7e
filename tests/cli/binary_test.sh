#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs the real npusim ($1): statuses and streams of the commands that need no simulation.
set -u
npusim=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0

# expect STATUS STREAM TEXT ARGUMENTS...: the command exits with STATUS and TEXT is on STREAM.
expect() {
  status=$1 stream=$2 text=$3
  shift 3
  "$npusim" "$@" >"$folder/out" 2>"$folder/err" </dev/null
  found=$?
  if [ "$found" -ne "$status" ]; then
    echo "npusim $*: exit status $found, expected $status"
    failures=$((failures + 1))
  elif ! grep -qF -- "$text" "$folder/$stream"; then
    echo "npusim $*: no '$text' on std$stream:"
    cat "$folder/$stream"
    failures=$((failures + 1))
  fi
}

expect 0 out "Exit status:" --help
expect 0 out "npusim run compressor/ratio4" run --help
expect 0 out "npusim " --version
expect 0 out '"version"' --version --json
# The linker's number of the build, by another reader; campaigns of two builds are not one.
expect 0 out "\"build\": \"$(readelf -n "$npusim" | sed -n 's/.*Build ID: //p')\"" --version --json
expect 2 err "--help" run
expect 2 err "no.such" run p --set no.such=1
expect 2 err "unknown check 'luck'" run p --checks luck
expect 0 out "gm.store_visible" list knobs
expect 0 out "flag.orders" list rules
expect 0 out "| race |" list checks --markdown
expect 0 out "exit status" explain race
expect 3 err "no/such/program" run no/such/program
# What cannot be written stops a command before it runs, and nothing is called a bug.
mkfifo "$folder/fifo"
expect 3 err "not a regular file" run examples/vector_add --trace "$folder/fifo"
expect 3 err "No such file or directory" run examples/vector_add --trace "$folder/no/run.h5"
expect 3 err "a directory" run examples/vector_add --trace "$folder"
expect 3 err "--out: expected a folder" run examples/vector_add --out /dev/null/out
expect 3 err "syntax error at byte 1" run examples/vector_add --suppressions "$0"
expect 3 err "--out: expected a folder" explore examples/vector_add --schedules 1 --out /dev/null/out
expect 2 err "--seed: takes a whole number" explore examples/vector_add --seed -1
# A new program runs as it is; nothing is overwritten.
expect 0 out "golden.cpp" new "$folder/mine"
expect 0 out "verdict: clean" run "$folder/mine"
expect 3 err "overwrites nothing" new "$folder/mine"
ln -s "$folder/nowhere" "$folder/link"
expect 3 err "a link to $folder/nowhere, which is not there" new "$folder/link"
two_lines=$(printf 'two\nlines')
expect 0 out "golden.cpp" new "$folder/$two_lines"
expect 3 err "a line break in it" run "$folder/$two_lines"
expect 3 err "neither" new "$folder/other" --from no/such/program
if [ -c /dev/full ]; then
  expect 3 err "No space left" run examples/vector_add --report json=/dev/full
  "$npusim" list knobs >/dev/full 2>"$folder/err"
  if [ $? -ne 3 ] || ! grep -q "standard output" "$folder/err"; then
    echo "npusim list knobs >/dev/full: expected exit status 3 and a message"
    failures=$((failures + 1))
  fi
fi
[ "$failures" -eq 0 ] && echo "all commands behave"
exit "$failures"
