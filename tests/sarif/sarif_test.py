#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""SARIF reports against the SARIF 2.1.0 schema: of real runs and of the approved samples.

usage: sarif_test.py NPUSIM ROOT PACKAGES

PACKAGES is the folder where package-lock.json is installed; the schema is in one of its packages.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

# One of each verdict, and findings with one and with two accesses.
PROGRAMS = {"examples/vector_add": 0, "races/tci_muls/racy": 66, "races/gm_out_of_bounds/racy": 66,
            "races/flag_no_primer/racy": 67}


def validate(root, packages, *files):
    """Exit status and complaints of the validator."""
    done = subprocess.run(["node", root / "tests/sarif/validate.mjs", packages, *files],
                          capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout + done.stderr


def spoiled(document, folder):
    """Copies of a valid report, each wrong in one way that its name says."""
    def without_text(log):
        del log["runs"][0]["results"][0]["message"]

    def other_version(log):
        log["version"] = "2.0.0"

    def unknown_key(log):
        log["runs"][0]["results"][0]["hazard"] = "RAW"

    def other_level(log):
        log["runs"][0]["results"][0]["level"] = "fatal"

    for spoil in (without_text, other_version, unknown_key, other_level):
        log = json.loads(document)
        spoil(log)
        file = folder / f"{spoil.__name__}.sarif"
        file.write_text(json.dumps(log))
        yield file


def main():
    npusim, root, packages = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
    failures = []
    with tempfile.TemporaryDirectory(prefix="npusim-") as name:
        folder = pathlib.Path(name)
        files = sorted((root / "tests/analysis/report/approved").glob("*.sarif"))
        for program, status in PROGRAMS.items():
            file = folder / (program.replace("/", "_") + ".sarif")
            done = subprocess.run([npusim, "run", root / "kernels" / program, "--quiet",
                                   "--report", f"sarif={file}"],
                                  capture_output=True, text=True, timeout=120, check=False)
            if done.returncode != status:
                failures.append(f"{program}: exit status {done.returncode}, expected {status}\n"
                                f"{done.stderr}")
            else:
                files.append(file)
        status, complaints = validate(root, packages, *files)
        if status != 0:
            failures.append(complaints)
        racy = (folder / "races_tci_muls_racy.sarif").read_text()
        for file in spoiled(racy, folder):
            if validate(root, packages, file)[0] != 1:
                failures.append(f"the validator accepts a report with {file.stem}")
    print("\n".join(failures) or f"{len(files)} reports are valid SARIF 2.1.0")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
