# SPDX-License-Identifier: Apache-2.0
"""npusim.run: what a run returns, and what it raises."""
import dataclasses
import json
import math
import os
import shutil
import stat

import numpy
import pytest

import npusim
from npusim import binary


def test_a_clean_run(softmax):
    assert softmax.verdict == "clean"
    assert softmax.exit_status == 0
    assert softmax.clean
    assert softmax.findings == []
    assert all(output.equal and output.mismatched == 0 for output in softmax.golden)
    assert softmax.require_clean() is softmax
    assert softmax.raw["cycles"] == softmax.cycles > 0
    assert [task.name for task in softmax.tasks] == ["row_softmax"]
    assert 0 < softmax.tasks[0].pipe_busy["V"] <= 1


def test_a_race_and_a_mismatch_are_results(racy):
    assert (racy.verdict, racy.exit_status) == ("race", 66)
    finding = racy.errors[0]
    assert (finding.check, finding.hazard, finding.space) == ("race", "RAW", "UB")
    assert finding.first.source.endswith("kernel.cpp:11")
    assert (finding.first.access, finding.second.access) == ("write", "read")
    assert finding.fix.startswith("set_flag(PIPE_S, PIPE_V")
    output = racy.golden[0]
    assert not output.equal
    assert output.blame[0].finding == 0
    assert output.blame[0].cause.pipe == "V"
    with pytest.raises(npusim.NotClean, match="RAW race in UB") as raised:
        racy.require_clean()
    assert raised.value.result is racy
    assert isinstance(raised.value, AssertionError)


def test_a_finding_reads_as_npusim_prints_it(racy):
    assert str(racy.findings[0]) in racy.text


def test_a_finding_with_one_access_reads_as_npusim_prints_it():
    result = npusim.run("races/ub_out_of_bounds/racy")
    alone = [finding for finding in result.findings if finding.second is None]
    assert alone
    for finding in alone:
        assert str(finding) in result.text


def test_outputs_can_be_read(racy):
    out = racy.output("out")
    assert out.shape == (1, 16)
    assert out.dtype == numpy.int32
    golden = racy.golden[0]
    assert golden.elements == out.size


def test_results_without_trace_or_outputs_say_so(softmax):
    with pytest.raises(ValueError, match="`out`"):
        softmax.output("y")
    with pytest.raises(ValueError, match="`trace`"):
        dataclasses.replace(softmax, trace_file=None).open_trace()


def test_seed_knobs_checks_and_golden_reach_the_binary():
    result = npusim.run("races/tci_muls/racy", seed=7, golden=False, checks=["mem"],
                        knobs={"dcache": False, "ub.scalar_store_latency": 40})
    assert result.seed == 7
    assert result.schedule.endswith("seed=7")
    assert (result.knobs["dcache"], result.knobs["ub.scalar_store_latency"]) == ("off", "40")
    assert result.checks == ["mem"]
    assert result.golden == []
    assert npusim.run("races/tci_muls/racy", checks=[], golden=False).checks == []


def test_accepted_findings_are_no_findings(racy, tmp_path):
    known = tmp_path / "known.json"
    npusim.write_suppressions(known, racy.findings, reason="a test", expires="2999-12-31")
    result = npusim.run("races/tci_muls/racy", suppressions=known, golden=False)
    assert result.clean
    fixed = npusim.run("races/tci_muls/fixed", suppressions=known)
    assert [finding.check for finding in fixed.findings] == ["suppression"]


@pytest.mark.parametrize("arguments, error, text", [
    ({"knobs": {"no.such": 1}}, npusim.UsageError, "no.such"),
    ({"checks": "luck"}, npusim.UsageError, "luck"),
    ({"options": ["--frobnicate"]}, npusim.UsageError, "frobnicate"),
    ({"data": "absent.json"}, npusim.InputError, "absent.json"),
    ({"suppressions": "absent.json"}, npusim.InputError, "absent.json"),
    ({"program": "no/such/program"}, npusim.InputError, "no/such/program"),
])
def test_bad_input_raises_what_npusim_says(arguments, error, text):
    with pytest.raises(error, match=text) as raised:
        npusim.run(**{"program": "examples/vector_add", **arguments})
    assert raised.value.exit_status in (2, 3)
    assert raised.value.command[1] == "run"
    assert not str(raised.value).startswith("npusim")


def test_a_compile_error_comes_with_file_and_line(root, tmp_path):
    program = tmp_path / "program"
    shutil.copytree(root / "kernels/examples/vector_add", program)
    kernel = program / "kernels/aiv/add.cpp"
    kernel.write_text(kernel.read_text() + "\nnonsense;\n")
    with pytest.raises(npusim.InputError, match=r"add\.cpp:\d+.*nonsense"):
        npusim.run(program)


def fake(folder, script):
    """An executable that stands for npusim."""
    binary = folder / "npusim"
    binary.write_text(f"#!/bin/sh\n{script}\n")
    binary.chmod(binary.stat().st_mode | stat.S_IXUSR)
    return binary


def test_a_bug_in_npusim_raises(tmp_path):
    crash = fake(tmp_path, "echo 'npusim: internal error: oh' >&2; exit 70")
    with pytest.raises(npusim.InternalError, match="internal error: oh"):
        npusim.run("p", binary=crash)
    with pytest.raises(npusim.InternalError, match="SIGKILL"):
        npusim.run("p", binary=fake(tmp_path, "kill -9 $$"))
    with pytest.raises(npusim.InternalError, match="no report"):
        npusim.run("p", binary=fake(tmp_path, "exit 0"))


def test_a_run_may_take_only_so_long(tmp_path):
    with pytest.raises(npusim.RunTimeout, match="0.2 s"):
        npusim.run("p", binary=fake(tmp_path, "exec sleep 30"), timeout=0.2)


def test_infinite_differences_and_later_keys_are_read(racy):
    json_report = json.loads(json.dumps(racy.raw))
    json_report["golden"][0]["max_abs"] = "inf"
    json_report["later"] = 1
    json_report["findings"][0]["later"] = 1
    result = npusim.RunResult.from_json(json_report, text="", command=[])
    assert math.isinf(result.golden[0].max_abs)
    assert result.raw["later"] == 1


def test_the_binary_is_looked_for_in_order(tmp_path, monkeypatch):
    real = os.environ["NPUSIM"]
    assert npusim.find_binary() == real
    other = fake(tmp_path, "exit 0")
    assert npusim.find_binary(other) == str(other)
    monkeypatch.delenv("NPUSIM")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert npusim.find_binary() == str(other)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(binary, "__file__", "/nowhere/binary.py")  # tests run inside a checkout
    checkout = tmp_path / "checkout"
    for name in ("pto/pto-inst.hpp", "build/release/npusim"):
        (checkout / name).parent.mkdir(parents=True)
        (checkout / name).touch(mode=0o755)
    (checkout / "deep").mkdir()
    monkeypatch.chdir(checkout / "deep")
    assert npusim.find_binary() == str(checkout / "build/release/npusim")
    monkeypatch.chdir("/")
    with pytest.raises(npusim.BinaryNotFound, match="tools/build.sh"):
        npusim.find_binary()
    monkeypatch.setenv("NPUSIM", str(tmp_path / "absent"))
    with pytest.raises(npusim.BinaryNotFound, match=r"\$NPUSIM.*does not exist"):
        npusim.find_binary()
