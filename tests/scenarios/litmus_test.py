#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs every litmus of kernels/races: the racy twin has the expected finding, the fixed one none.

usage: litmus_test.py NPUSIM RACES_DIR [PATTERN]

PATTERN selects litmuses by name (fnmatch). NPUSIM_LITMUS_SEEDS is the number of seeds each twin runs
with, 2 by default, and NPUSIM_LITMUS_FIRST the first of them, 1 by default. More than two seeds run as
one campaign of npusim explore, whose journal holds the findings of every run. What expected.json
says is in kernels/races/README.md.
"""
import concurrent.futures
import fnmatch
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

RUN_TIMEOUT_SECONDS = 120
# A run of a campaign takes 40 ms of one core; the rest is for a busy machine.
CAMPAIGN_TIMEOUT_SECONDS_PER_RUN = 2
FINDING_KEYS = ("check", "hazard", "space", "rule", "severity")


def names_of_op(op):
    """Names under which expected.json may give "TMULS (vmuls), write-back of its line"."""
    return {op} | set(re.findall(r"\w+", op.split(",")[0]))


def line_of(source, litmus):
    """The text of a finding's file:line, if the file belongs to the litmus."""
    name, _, number = source.rpartition(":")
    file = litmus / pathlib.Path(name).name
    lines = file.read_text().splitlines() if file.is_file() else []
    return lines[int(number) - 1] if number.isdigit() and int(number) <= len(lines) else ""


def site_mismatch(which, expected, found, litmus):
    """Why an access is not the expected one; None if it is. Sources mark their lines: // first."""
    found = found or {"op": "", "pipe": "", "source": ""}
    if "op" in expected and expected["op"] not in names_of_op(found["op"]):
        return f"{which}.op is {found['op']}, expected {expected['op']}"
    if "pipe" in expected and expected["pipe"] != found["pipe"]:
        return f"{which}.pipe is {found['pipe']}, expected {expected['pipe']}"
    if "source" in expected:
        file = pathlib.Path(found["source"].rpartition(":")[0]).name
        if file != expected["source"]:
            return f"{which}.source is {found['source']}, expected a line of {expected['source']}"
        marked = litmus / file
        if marked.is_file() and re.search(rf"// .*{which}", marked.read_text()):
            if not re.search(rf"// .*{which}", line_of(found["source"], litmus)):
                return f"{which} is {found['source']}, expected the line marked '// {which}'"
    return None


def mismatch(expected, finding, litmus):
    """Why a finding is not the expected one; None if it is."""
    if expected.get("either_order") and finding["second"]:
        swapped = {**finding, "first": finding["second"], "second": finding["first"]}
        expected = {**expected, "either_order": False}
        if mismatch(expected, swapped, litmus) is None:
            return None
    for key in FINDING_KEYS:
        allowed = expected.get(key)
        if allowed is None:
            continue
        if finding[key] not in (allowed if isinstance(allowed, list) else [allowed]):
            return f"{key} is {finding[key]!r}, expected {allowed!r}"
    for which in ("first", "second"):
        reason = site_mismatch(which, expected.get(which, {}), finding[which], litmus)
        if reason:
            return reason
    return None


def is_early_read(finding, expected, litmus):
    """A read that came too early in this run may also have met bytes that nobody wrote yet."""
    return (finding["check"] == "init" and expected["check"] == "race" and
            not site_mismatch("second", expected.get("second", {}), finding["first"], litmus))


def describe(finding):
    sites = [f"{site['op']} on {site['pipe']} at {site['source']}"
             for site in (finding["first"], finding["second"]) if site]
    return (f"{finding['check']} {finding['hazard']} in {finding['space'] or '-'}, rule "
            f"{finding['rule']}: {' / '.join(sites) or finding['message']}")


def check_racy(report, expected, litmus):
    if report["lost"] or report["internal_error"]:
        yield f"inconclusive: {report['lost']} {report['internal_error']}"
    kinds = [expected] + expected.get("also", [])
    findings = [finding for finding in report["findings"] if finding["check"] != "stall"]
    stalled = bool(report["stall"]["reason"])
    if stalled and all(kind["check"] != "stall" for kind in kinds):
        yield f"stalled: {report['stall']['reason']}"
    for finding in findings:
        if (all(mismatch(kind, finding, litmus) for kind in kinds) and
                not is_early_read(finding, expected, litmus)):
            yield f"unexpected finding: {describe(finding)}"
    if expected["check"] == "stall":
        if not stalled:
            yield f"expected a stall, the verdict is {report['verdict']}"
    elif expected["check"] == "golden":
        if report["verdict"] != "mismatch":
            yield f"expected a mismatch, the verdict is {report['verdict']}"
    elif all(mismatch(expected, finding, litmus) for finding in findings):
        reasons = "".join(f"\n    not {describe(finding)}: {mismatch(expected, finding, litmus)}"
                          for finding in findings)
        wanted = {key: value for key, value in expected.items() if key not in ("also", "field")}
        yield f"missing finding {json.dumps(wanted)}{reasons}"


def check_fixed(report, expected, litmus):
    if report["verdict"] != "clean":
        yield f"the verdict is {report['verdict']}: {report['stall']['reason']}"
    warnings = [kind for kind in expected.get("also", []) if kind.get("severity") == "warning"]
    for finding in report["findings"]:
        if all(mismatch(kind, finding, litmus) for kind in warnings):
            yield f"unexpected finding: {describe(finding)}"
    for output in report["golden"]:
        if not output["equal"]:
            yield (f"output {output['name']}: {output['mismatched']} of {output['elements']} "
                   f"elements differ, the first at {output['first_index']}")
    if not report["golden"]:
        yield "no output has a golden"


def run(npusim, litmus, twin, seed):
    """Sentences about what is wrong with one run."""
    command = [npusim, "run", str(litmus / twin), "--seed", str(seed), "--report", "json=-"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=RUN_TIMEOUT_SECONDS)
    try:
        report = json.loads(result.stdout)
    except ValueError:
        return [f"exit status {result.returncode}, no report: {result.stderr.strip()[-2000:]}"]
    expected = json.loads((litmus / "expected.json").read_text())
    if twin == "fixed":
        return list(check_fixed(report, expected, litmus))
    return list(check_racy(report, expected, litmus))


def report_of(line):
    """A line of a campaign's journal as the report of the run, as far as the checks above look."""
    for finding in line["found"]:
        for which in ("first", "second"):
            if not any(finding[which].values()):
                finding[which] = None
        finding["message"] = ""
    broken = line["exit_status"] in (68, 70)
    return {"lost": line["label"] if broken else "", "internal_error": "",
            "findings": line["found"], "stall": {"reason": line["stall"]},
            "verdict": {0: "clean", 1: "mismatch", 66: "race", 67: "stall"}.get(
                line["exit_status"], "inconclusive"),
            "golden": [{"name": output["name"], "equal": False, "elements": "all",
                        "mismatched": output["mismatched"], "first_index": output["first_index"]}
                       for output in line["wrong"]] or [{"equal": True}]}


def campaign(npusim, litmus, twin, first, seeds):
    """Sentences about what is wrong with the runs of one twin, the first failing seed only."""
    with tempfile.TemporaryDirectory(prefix="npusim-") as folder:
        command = [npusim, "explore", str(litmus / twin), "--schedules", str(seeds), "--seed",
                   str(first), "--checks", "race,mem,init,sync", "--quiet", "--out", folder]
        result = subprocess.run(command, capture_output=True, text=True,
                                timeout=RUN_TIMEOUT_SECONDS +
                                seeds * CAMPAIGN_TIMEOUT_SECONDS_PER_RUN)
        journals = list(pathlib.Path(folder).glob("*.jsonl"))
        lines = [json.loads(line) for file in journals
                 for line in file.read_text().splitlines()[1:]]
    if len(lines) != seeds:
        return [f"exit status {result.returncode}, {len(lines)} of {seeds} runs: "
                f"{result.stderr.strip()[-2000:]}"]
    expected = json.loads((litmus / "expected.json").read_text())
    for line in sorted(lines, key=lambda line: line["number"]):
        report = report_of(line)
        sentences = list(check_fixed(report, expected, litmus) if twin == "fixed" else
                         check_racy(report, expected, litmus))
        if sentences:
            return [f"{line['schedule']}: {sentence}" for sentence in sentences]
    return []


def run_litmus(npusim, litmus, first, seeds):
    """All runs of one litmus; stops at the first seed with a failure."""
    if seeds > 2:
        return [f"{litmus.name}/{twin} {sentence}" for twin in ("racy", "fixed")
                for sentence in campaign(npusim, litmus, twin, first, seeds)]
    for seed in range(first, first + seeds):
        failures = [f"{litmus.name}/{twin} --seed {seed}: {sentence}"
                    for twin in ("racy", "fixed") for sentence in run(npusim, litmus, twin, seed)]
        if failures:
            return failures
    return []


def main():
    npusim, races = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    pattern = sys.argv[3] if len(sys.argv) > 3 else "*"
    seeds = int(os.environ.get("NPUSIM_LITMUS_SEEDS", "2"))
    first = int(os.environ.get("NPUSIM_LITMUS_FIRST", "1"))
    litmuses = sorted(path.parent for path in races.glob("*/expected.json")
                      if fnmatch.fnmatch(path.parent.name, pattern))
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        outcomes = list(pool.map(lambda litmus: run_litmus(npusim, litmus, first, seeds), litmuses))
    for failures in outcomes:
        for failure in failures:
            print(failure)
    failed = sum(bool(failures) for failures in outcomes)
    print(f"{len(litmuses)} litmuses, {seeds} seeds from {first} on: {len(litmuses) - failed} as expected, "
          f"{failed} not")
    return 1 if failed or not litmuses else 0


if __name__ == "__main__":
    sys.exit(main())
