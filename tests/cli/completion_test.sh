#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What bash completes with the script that npusim ($1) prints.
set -u
load() { source <("$1" completion bash); }  # bash-completion sources inside a function
load "$1"
compopt() { :; }  # works only while bash completes
failures=0

# expect REPLY WORD...: completing the last word gives REPLY.
expect() {
  local expected=$1
  shift
  COMP_WORDS=(npusim "$@") COMP_CWORD=$#
  COMPREPLY=()
  _npusim
  if [ "${COMPREPLY[*]}" != "$expected" ]; then
    echo "npusim $*: completes to '${COMPREPLY[*]}', expected '$expected'"
    failures=$((failures + 1))
  fi
}

expect "run" ru
expect "--trace --trace-local --trace-data" run compressor/ratio4 --trac
expect "info" trace inf
expect "compare" golden co
expect "dcache=" run p --set dc
expect "sarif=" run p --report sa
expect "knobs" list kn
expect "--seed --set" run p --quiet --se
expect "" run some_fil
[ "$failures" -eq 0 ] && echo "all completed"
exit "$failures"
