#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every reference to a specification names a section that docs/spec/ has.

usage: spec_references_test.py SOURCE_DIR; prints every dangling reference as file:line: sentence.
"""
import pathlib
import re
import sys

SUFFIXES = {".cpp", ".h", ".hpp", ".def", ".md", ".py"}
SKIPPED = {"build", "node_modules", ".git"}
HEADING = re.compile(r"^#+ (\d+(?:\.\d+)*)\.? ", re.MULTILINE)
NUMBER = r"\d+(?:\.\d+)*"
# "tile-isa.md sections 3.2 to 3.6, 6.1", "tile-isa.md 5.3", "numerics.md rule 2" (a rule, no section).
REFERENCE = re.compile(
    rf"(?<![\w/-])(?:docs/spec/)?([a-z][a-z-]*)\.md,? (?:sections? )?"
    rf"({NUMBER}(?:(?:, | and | to ){NUMBER})*)(?![\w.]*\d)")


def sections(spec):
    """Numbers of the headings of a specification."""
    return set(HEADING.findall(spec.read_text(encoding="utf-8")))


def sources(root):
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        if path.suffix in SUFFIXES and path.is_file() and not SKIPPED.intersection(relative.parts):
            yield path, relative


def main():
    root = pathlib.Path(sys.argv[1])
    known = {spec.name[:-3]: sections(spec) for spec in (root / "docs" / "spec").glob("*.md")}
    problems, found = [], 0
    for path, relative in sources(root):
        for line_number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            for name, numbers in REFERENCE.findall(line):
                if name not in known:
                    if not (root / "docs" / f"{name}.md").exists():
                        problems.append(f"{relative}:{line_number}: docs/spec has no {name}.md")
                    continue
                for number in re.findall(NUMBER, numbers):
                    found += 1
                    if number not in known[name]:
                        problems.append(f"{relative}:{line_number}: {name}.md has no section {number}")
    print("\n".join(problems) if problems else f"{found} references to specifications resolve")
    return 1 if problems or found == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
