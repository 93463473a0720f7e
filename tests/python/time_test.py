# SPDX-License-Identifier: Apache-2.0
"""Where a run's time went, as arrays and data frames: the same numbers as in the JSON report."""
import numpy as np
import pytest

import npusim


@pytest.fixture(scope="module")
def matmul():
    return npusim.run("examples/matmul_double_buffered", why=True, checks=[], golden=False)


def test_the_uses_of_each_pipe_add_up_to_the_run(matmul):
    time = matmul.time
    assert time.cycles == matmul.cycles
    assert time.uses[:2] == ("busy", "flag")
    pipes = time.pipes
    assert len(pipes) == len(matmul.raw["time"]["pipes"]) > 0
    assert np.all(sum(pipes[use] for use in time.uses) == time.cycles)
    assert {"S", "MTE2", "MTE1", "M", "FIX"} <= set(pipes["pipe"])


def test_the_critical_path_adds_up_to_the_run(matmul):
    path = matmul.time.critical_path
    assert path["cycles"].sum() == matmul.cycles
    assert np.all(sum(path[use] for use in matmul.time.uses) == path["cycles"])


def test_the_lines_of_the_critical_path_are_its_tasks(matmul):
    lines, path = matmul.time.critical_lines, matmul.time.critical_path
    assert lines["cycles"].sum() == path["cycles"][path["task"] != ""].sum()
    assert np.all(lines["cycles"][:-1] >= lines["cycles"][1:])
    busiest = lines[lines["use"] == "busy"][0]
    assert "matmul.cpp:" in busiest["source"]


def test_waits_are_those_of_the_report(matmul):
    waits = matmul.time.waits
    assert [tuple(row) for row in waits[["source", "cycles", "gain_cycles"]]] == [
        (row["source"], row["cycles"], row["gain_cycles"]) for row in matmul.raw["time"]["waits"]]
    flags = waits[waits["reason"] == "flag"]
    assert len(flags) > 0
    assert all("EVENT_ID" in flag for flag in flags["flag"])


def test_rooflines_have_a_row_a_path(matmul):
    roofline = matmul.time.roofline
    cube = roofline[roofline["path"] == "cube"]
    assert cube["amount"].sum() == 2 * 256 * 512 * 256
    assert np.allclose(roofline["share"], roofline["peak_cycles"] / roofline["available_cycles"])
    assert len(matmul.time.shapes) == len(matmul.raw["time"]["shapes"])


def test_tables_as_data_frames(matmul):
    pytest.importorskip("pandas")
    time = matmul.time
    for table in time.TABLES:
        frame = time.to_pandas(table)
        assert len(frame) == len(getattr(time, table))
        assert tuple(frame.columns) == getattr(time, table).dtype.names
    busiest = time.to_pandas("pipes").groupby("pipe")["busy"].sum().idxmax()
    assert busiest in set(time.pipes["pipe"])
    with pytest.raises(ValueError, match="no table is 'lines'"):
        time.to_pandas("lines")


def test_a_run_that_was_not_asked_says_so(softmax):
    with pytest.raises(ValueError, match="why=True"):
        softmax.time


def test_a_trace_has_every_stretch_of_a_pipe_s_time(tmp_path):
    run = npusim.run("examples/matmul_double_buffered", why=True, checks=[], golden=False,
                     trace=tmp_path / "run.h5")
    with run.open_trace() as trace:
        times = trace.times
        busy = times.where(kind="Busy", agent="AIC 0 MTE2")
        pipes = run.time.pipes
        pipe = pipes[(pipes["core"] == "AIC 0") & (pipes["pipe"] == "MTE2")]
        assert (busy["end"] - busy["begin"]).sum() == pipe["busy"].sum() > 0
        flags = times.where(kind="Flag")
        assert set(flags.text("peer")) <= set(times.text("agent"))
        cube = trace.works.where(path="Cube")
        assert cube["amount"].sum() == 2 * 256 * 512 * 256
