#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing and builds npusim: build/release/npusim. Arguments are CMake targets to
# build instead ("all" includes the tests).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tools/setup.sh
# With precompiled headers, ccache only hits when it does not compare defines and times.
export CCACHE_SLOPPINESS=pch_defines,time_macros
[ $# -gt 0 ] || set -- npusim
cmake --preset release
cmake --build --preset release --target "$@"
