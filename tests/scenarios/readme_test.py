#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The race report in the README is what npusim prints for the command above it.

    readme_test.py NPUSIM README            fails if they differ
    readme_test.py NPUSIM README --update   puts the present report into the README
"""
import pathlib
import re
import subprocess
import sys

COMMAND = ["run", "compressor/ratio4-spmd", "--quiet", "--report", "text=-"]
BLOCK = re.compile(r"(```\n)(ERROR: .*?)(```\n)", re.DOTALL)


def present_report(npusim):
    """The first finding's block of the run, without rulers."""
    text = subprocess.run([npusim, *COMMAND], capture_output=True, text=True, check=False).stdout
    finding = re.search(r"^ERROR: .*?(?=^=====)", text, re.DOTALL | re.MULTILINE)
    if finding is None:
        sys.exit(f"npusim {' '.join(COMMAND)} reports no finding:\n{text}")
    return finding.group(0)


def main():
    npusim, readme = sys.argv[1], pathlib.Path(sys.argv[2])
    text = readme.read_text()
    shown = BLOCK.search(text)
    if shown is None:
        sys.exit(f"{readme} has no block that starts with 'ERROR: '")
    report = present_report(npusim)
    if shown.group(2) == report:
        return
    if sys.argv[3:] == ["--update"]:
        readme.write_text(BLOCK.sub(lambda match: match.group(1) + report + match.group(3), text, 1))
        return
    sys.exit(f"{readme} shows\n{shown.group(2)}\nbut npusim prints\n{report}\n"
             "run this script with --update")


if __name__ == "__main__":
    main()
