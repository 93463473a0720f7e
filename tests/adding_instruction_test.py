#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""docs/adding-an-instruction.md is true: every line in its boxes stands in the file the box names.

usage: adding_instruction_test.py SOURCE_DIR; prints every line that does not.
"""
import pathlib
import re
import sys

PAGE = "docs/adding-an-instruction.md"
BOX = re.compile(r"^ *```text (\S+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def main():
    root = pathlib.Path(sys.argv[1])
    text = (root / PAGE).read_text(encoding="utf-8")
    boxes = BOX.findall(text)
    problems = [] if len(boxes) >= 4 else [f"{PAGE}: {len(boxes)} boxes, at least 4"]
    for name, content in boxes:
        lines = {line.strip() for line in (root / name).read_text(encoding="utf-8").splitlines()}
        problems += [f"{PAGE}: {name} has no line: {line.strip()}"
                     for line in content.splitlines() if line.strip() not in lines]
    for link in re.findall(r"\]\(([^)]+)\)", BOX.sub("", text)):
        if not (root / "docs" / link).exists():
            problems.append(f"{PAGE}: {link} is not there")
    print("\n".join(problems) or f"{len(boxes)} boxes agree with the sources")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
