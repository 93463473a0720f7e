#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds everything and runs every test. Arguments go to ctest ("-R report"). Ends with one line:
#   npusim tests: N passed, M failed, K skipped
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

summary() { echo "npusim tests: $*"; }

tools/setup.sh --tests || echo "tools/test.sh: without all that tests need, some are skipped" >&2
if ! tools/build.sh all; then
  summary "0 passed, 1 failed, 0 skipped (the build)"
  exit 1
fi

results=$PWD/build/release/test_results.xml
rm -f "$results"
status=0
ctest --preset release -j2 --output-junit "$results" "$@" || status=$?
if [ ! -s "$results" ]; then
  summary "0 passed, 1 failed, 0 skipped (ctest ended with status $status and no results)"
  exit 1
fi
counts=$(python3 - "$results" <<'PYTHON'
import sys
import xml.etree.ElementTree as tree

suite = tree.parse(sys.argv[1]).getroot()
total, failed = int(suite.get("tests")), int(suite.get("failures"))
skipped = int(suite.get("skipped", 0)) + int(suite.get("disabled", 0))
print(f"{total - failed - skipped} passed, {failed} failed, {skipped} skipped")
PYTHON
)
summary "$counts"
exit "$status"
