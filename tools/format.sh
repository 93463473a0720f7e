#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Formats the C++ sources; with --check only tells which files would change, and fails if any would.
# Data tables (.def) are laid out by hand.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if ! command -v clang-format >/dev/null; then
  echo "tools/format.sh: needs clang-format (apt-get install clang-format)" >&2
  exit 3
fi
mode=(-i)
if [ "${1:-}" = --check ]; then
  mode=(--dry-run --Werror)
elif [ $# -gt 0 ]; then
  echo "usage: tools/format.sh [--check]" >&2
  exit 2
fi
git ls-files -z --cached --others --exclude-standard -- '*.cpp' '*.h' ':!kernels/compressor' |
  xargs -0 clang-format --style=file "${mode[@]}"
