# SPDX-License-Identifier: Apache-2.0
"""Judging several runs together, on reports made by hand."""
import npusim
from npusim import gate

SITE = {"task": "t", "block": 0, "core": "AIV 0", "pipe": "V", "op": "TADD", "access": "write",
        "source": "a.cpp:1", "range": "UB[0, 4)", "cycle": 5}


def finding(**changes):
    return {"check": "race", "hazard": "RAW", "space": "UB", "rule": "r", "certainty": "certain",
            "severity": "error", "message": "m", "first": SITE, "second": None,
            "missing_edge": "", "fix": "", "count": 1, "replay": "", **changes}


def result(seed, findings=(), status=66, **changes):
    report = {"program": "p", "seed": seed, "schedule": "", "knobs": {}, "checks": [],
              "verdict": "race" if status else "clean", "exit_status": status, "golden": [],
              "findings": list(findings), "tasks": [], "lost": [], "cycles": 1, "instructions": 1,
              "events": 1, "wall_seconds": {}, "peak_rss_bytes": 1, "version": "0", **changes}
    return npusim.RunResult.from_json(report, text=f"text of {seed}", command=[])


def seen(results):
    return [(problem.text.splitlines()[0], problem.seeds) for problem in gate.problems(results)]


def test_clean_runs_have_no_problem():
    assert gate.problems([result(1, status=0), result(2, [finding(severity="note")], 0)]) == []


def test_a_finding_stands_once_with_its_seeds_whatever_its_cycle_and_core():
    later = {**SITE, "cycle": 900, "core": "AIV 7", "block": 3}
    results = [result(1, [finding()]), result(2, status=0), result(3, [finding(first=later)])]
    assert seen(results) == [("ERROR: RAW race in UB [race, rule r (certain)]", [1, 3])]


def test_findings_on_other_lines_are_other_findings():
    other = {**SITE, "source": "a.cpp:2"}
    assert len(seen([result(1, [finding(), finding(first=other)])])) == 2


def test_an_entry_of_the_baseline_may_match_under_some_seeds_only():
    unused = finding(check="suppression", hazard="suppression", first=None, message="unused x")
    assert seen([result(1, [unused]), result(2, status=0)]) == []
    assert [seeds for _, seeds in seen([result(1, [unused]), result(2, [unused])])] == [[1, 2]]
    # Two different entries, each unused under one seed, are both in use.
    other = {**unused, "message": "unused y"}
    assert seen([result(1, [unused]), result(2, [other])]) == []


def test_stalls_lost_events_and_mismatches_count():
    output = {"name": "y", "dtype": "float32", "shape": [4], "compare": "bits", "elements": 4,
              "mismatched": 1, "first_index": [2], "max_abs": "nan", "equal": False}
    assert seen([
        result(1, status=67, stall={"reason": "507046", "waiting": ["AIV 0 V: a flag"]}),
        result(2, status=68, lost=["TFOO is not modelled"]),
        result(3, status=1, golden=[output])]) == [
            ("y: 1 of 4 elements differ, first at [2], largest |a-b| nan (bits)", [3]),
            ("stall: 507046", [1]),
            ("inconclusive: TFOO is not modelled", [2])]


def test_a_run_that_is_not_clean_never_passes():
    assert seen([result(1, status=99)]) == [("text of 1", [1])]
