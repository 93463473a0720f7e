#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""docs/field-races.md against the programs: each named one exists, and litmuses and table agree.

usage: field_races_test.py ROOT
"""
import json
import pathlib
import re
import sys

RECORDS = [f"R{number:02}" for number in range(1, 62)]


def rows_of(document):
    """(record, programs, reason) of each row of the table."""
    for line in document.splitlines():
        match = re.fullmatch(r"\| (R\d\d) \| (.+) \| (.+) \|", line)
        if match:
            record, _, shown = match.groups()
            if shown.startswith("none: "):
                yield record, [], shown[len("none: "):]
            else:
                yield record, re.findall(r"`([^`]+)`", shown), ""


def problems(root):
    rows = list(rows_of((root / "docs/field-races.md").read_text()))
    if [record for record, _, _ in rows] != RECORDS:
        yield f"the table's records are not {RECORDS[0]} to {RECORDS[-1]}, each once and in order"
    table = {}
    for record, programs, reason in rows:
        if not programs and len(reason) < 10:
            yield f"{record} has neither a program nor a reason"
        for program in programs:
            folder = root / "kernels" / program if "/" in program else \
                root / "kernels/races" / program / "racy"
            if not (folder / "kernel_config.py").is_file():
                yield f"{record}: no program {program}"
            if "/" not in program:
                table.setdefault(program, set()).add(record)
    for file in sorted((root / "kernels/races").glob("*/expected.json")):
        litmus = file.parent.name
        field = set(json.loads(file.read_text()).get("field", []))
        listed = table.get(litmus, set())
        for record in sorted(field - listed):
            yield f"{litmus}/expected.json has {record}, which the table does not show by it"
        for record in sorted(listed - field):
            yield f"the table shows {record} by {litmus}, whose expected.json does not have it"


def main():
    found = list(problems(pathlib.Path(sys.argv[1])))
    print("\n".join(found) or f"{len(RECORDS)} records: table and litmuses agree")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
