# SPDX-License-Identifier: Apache-2.0
"""Traces as tables, against what h5py reads and against brute force."""
import dataclasses
import pathlib
import re

import h5py
import numpy
import pytest

import npusim
from npusim import schema


@pytest.fixture
def trace(racy):
    with racy.open_trace() as opened:
        yield opened


def test_what_was_run(trace, racy):
    assert trace.program == "races/tci_muls/racy"
    assert (trace.seed, trace.schedule) == (1, racy.schedule)
    assert trace.knobs == racy.knobs
    assert trace.verdict == "race"
    assert trace.complete
    assert trace.end_cycle == racy.cycles


def test_stored_columns_are_what_hdf5_holds(trace):
    with h5py.File(trace.path) as file:
        for table in trace.tables:
            for column, data in file[table].items():
                if (table, column) in {("accesses", "agent"), ("accesses", "cycle")}:
                    continue  # completed from the instruction
                expected = data[:]
                expected = [value.decode() if isinstance(value, bytes) else value
                            for value in expected.tolist()]
                assert trace.table(table)[column].tolist() == expected, (table, column)


def test_accesses_have_what_their_instructions_have(trace):
    accesses, instructions = trace.accesses, trace.instructions
    with h5py.File(trace.path) as file:
        rows = file["accesses/instruction"][:]
        starts = file["instructions/start_cycle"][:]
        own_agent, own_cycle = file["accesses/agent"][:], file["accesses/cycle"][:]
    agents = instructions.text("agent")
    checked = 0
    for i, row in enumerate(rows):
        if row < 0:
            continue
        if own_agent[i] == schema.NONE16:
            assert accesses.text("agent")[i] == agents[row]
        if own_cycle[i] == schema.NONE64:
            assert accesses["cycle"][i] == starts[row]
            checked += 1
        assert accesses["task"][i] == instructions["task"][row]
        assert accesses.text("tile_op")[i] == instructions.text("tile_op")[row]
    assert checked > 5


def test_the_race_of_the_report_is_in_the_trace(trace, racy):
    finding = racy.findings[0]
    writes = trace.accesses.where(space="UB", kind="Write", source="*kernel.cpp:11",
                                  cycle=range(finding.first.cycle, finding.first.cycle + 1))
    assert len(writes) == 1
    assert writes.text("agent").tolist() == ["AIV 0 S"]
    assert (writes["begin"][0], writes["end"][0]) == (0, 4)
    read = trace.accesses.where(space="UB", kind="Read", tile_op="TMULS").touching(0, 4)
    assert finding.second.cycle in read["cycle"]


def test_conditions_pick_rows(trace):
    accesses = trace.accesses
    spaces = accesses.text("space")
    assert len(accesses.where(space="UB")) == (spaces == "UB").sum() > 0
    assert len(accesses.where(space=["UB", "GM"])) == len(accesses)
    both = accesses.where(space="UB").where(kind="Read")
    assert len(both) == len(accesses.where(space="UB", kind="Read"))
    assert set(both.text("kind")) == {"Read"}
    assert len(accesses.where(agent="AIV 0 *")) == len(accesses)
    low, high = (int(cycle) for cycle in numpy.quantile(accesses["cycle"], [0.25, 0.75]))
    middle = accesses.where(cycle=range(low, high))
    assert ((middle["cycle"] >= low) & (middle["cycle"] < high)).all()
    assert 0 < len(middle) < len(accesses)
    with pytest.raises(ValueError, match="no space is 'UC'; there are GM, UB"):
        accesses.where(space="UC")
    with pytest.raises(KeyError, match="no column 'colour'"):
        accesses.where(colour=1)


def test_slices_read_only_their_rows(softmax):
    with softmax.open_trace() as trace:
        part = trace.instructions[10:20]
        assert len(part) == 10
        cycles = part["start_cycle"]
        assert ("instructions", "start_cycle") not in trace._columns
        assert numpy.array_equal(cycles, trace.instructions["start_cycle"][10:20])
        assert numpy.array_equal(part[2:4]["id"], trace.instructions["id"][12:14])
        assert numpy.array_equal(trace.instructions[::7]["id"], trace.instructions["id"][::7])
        assert part.where(start_cycle=range(0, 2**62)).rows.tolist() == list(range(10, 20))


def test_gm_accesses_name_their_tensor(softmax):
    with softmax.open_trace() as trace:
        buffers, accesses = trace.buffers, trace.accesses
        tensors = accesses.text("tensor")
        assert set(buffers["name"]) <= set(tensors)
        for name, begin, size in zip(buffers["name"], buffers["address"], buffers["bytes"]):
            inside = (accesses["address"] >= begin) & (accesses["address"] < begin + size)
            assert (tensors[inside] == name).all()
        written = accesses.where(kind="Write", tensor="y")
        assert written["bytes"].sum() == buffers.where(name="y")["bytes"].sum()


def every_byte(table, row):
    """All addresses of one access."""
    address, length = int(table["address"][row]), int(table["run_bytes"][row])
    return {address + group * int(table["group_stride"][row]) + run * int(table["run_stride"][row])
            + byte for group in range(int(table["groups"][row]))
            for run in range(int(table["runs"][row])) for byte in range(length)}


def test_touching_is_exact_for_every_stride(tmp_path):
    random = numpy.random.default_rng(5)
    rows = 60
    columns = {
        "address": random.integers(400, 700, rows).astype(numpy.uint64),
        "run_bytes": random.integers(1, 9, rows).astype(numpy.uint32),
        "runs": random.integers(1, 5, rows).astype(numpy.uint32),
        "run_stride": random.integers(-20, 21, rows).astype(numpy.int64),
        "groups": random.integers(1, 4, rows).astype(numpy.uint32),
        "group_stride": random.integers(-60, 61, rows).astype(numpy.int64)}
    file = tmp_path / "strides.h5"
    write_trace(file, {"accesses": columns})
    with npusim.open_trace(file) as trace:
        accesses = trace.accesses
        bytes_of = [every_byte(accesses, row) for row in range(rows)]
        assert accesses["begin"].tolist() == [min(touched) for touched in bytes_of]
        assert accesses["end"].tolist() == [max(touched) + 1 for touched in bytes_of]
        for begin in range(300, 800, 7):
            for length in (1, 5, 40):
                wanted = set(range(begin, begin + length))
                expected = [row for row in range(rows) if bytes_of[row] & wanted]
                assert accesses.touching(begin, begin + length).rows.tolist() == expected


def write_trace(file, tables, **attributes):
    """A file with these columns only, and the rests of texts that every trace has."""
    rests = {"column": numpy.array([], "S64"), "row": numpy.array([], "u8"),
             "piece": numpy.array([], "S512")}
    tables = {"text_rest": rests, **tables}
    with h5py.File(file, "w") as out:
        out.attrs["format"] = "npusim trace"
        out.attrs.update({"version": schema.VERSION, "npusim_version": "0.1.0", "complete": 0, **attributes})
        for table, columns in tables.items():
            for column, values in columns.items():
                out[f"{table}/{column}"] = values


def test_an_instruction_that_is_named_by_its_id(tmp_path):
    ids = numpy.array([7, 3, 9], numpy.uint64)
    file = tmp_path / "ids.h5"
    write_trace(file, {
        "accesses": {"instruction": numpy.array([0, -1, -1 - 9, -1 - 8, 5])},
        "instructions": {"id": ids, "task": numpy.array([10, 11, 12], numpy.uint32)}})
    with npusim.open_trace(file) as trace:
        none = schema.NONE32
        assert trace.accesses["task"].tolist() == [10, none, 12, none, none]


def test_columns_of_a_killed_run_may_differ_in_length(tmp_path):
    file = tmp_path / "killed.h5"
    write_trace(file, {"syncs": {"cycle": numpy.arange(5), "task": numpy.arange(3)}})
    with npusim.open_trace(file) as trace:
        assert not trace.complete
        assert trace.verdict == ""
        assert len(trace.syncs) == len(trace.syncs["cycle"]) == 3


def test_texts_longer_than_their_column(tmp_path):
    file = tmp_path / "long.h5"
    write_trace(file, {
        "faults": {"text": numpy.array([b"ab", b"c\xc3"], "S2")},
        "text_rest": {"column": numpy.array([b"faults/text"] * 2 + [b"sites/file"], "S64"),
                      "row": numpy.array([1, 1, 0]),
                      "piece": numpy.array([b"\xa9d", b"e", b"x"], "S512")}})
    with npusim.open_trace(file) as trace:
        assert trace.faults["text"].tolist() == ["ab", "c\u00e9de"]
        assert trace.faults[1:2]["text"].tolist() == ["c\u00e9de"]


def findings_columns(findings):
    """The columns of /findings, as traces/format/schema.def has them."""
    columns = {"severity": numpy.array([not finding.is_error for finding in findings], "u1"),
               "count": numpy.array([finding.count for finding in findings], "u8")}
    for name in ("check", "hazard", "space", "rule", "certainty", "message", "missing_edge", "fix"):
        columns[name] = numpy.array([getattr(finding, name).encode() for finding in findings], "S512")
    for side in ("first", "second"):
        accesses = [getattr(finding, side) for finding in findings]
        for name in ("task", "core", "pipe", "op", "source", "range"):
            texts = [getattr(access, name).encode() if access else b"" for access in accesses]
            columns[f"{side}_{name}"] = numpy.array(texts, "S256")
        columns[f"{side}_block"] = numpy.array([a.block if a else -1 for a in accesses], "i8")
        columns[f"{side}_cycle"] = numpy.array([a.cycle if a else 0 for a in accesses], "u8")
        columns[f"{side}_is_write"] = numpy.array(
            [bool(a) and a.access == "write" for a in accesses], "u1")
    return columns


def test_findings_are_those_of_the_run(tmp_path, racy):
    findings = racy.findings + npusim.run("races/ub_out_of_bounds/racy").findings
    assert {finding.second is None for finding in findings} == {True, False}
    replay = findings[0].replay
    file = tmp_path / "findings.h5"
    write_trace(file, {"findings": findings_columns(findings),
                       "names": {"severity": ["error", "note"]}}, complete=1, has_findings=1,
                replay=replay)
    with npusim.open_trace(file) as trace:
        assert trace.findings() == [dataclasses.replace(finding, replay=replay)
                                    for finding in findings]


def test_a_trace_has_the_findings_of_its_run(trace, racy):
    assert trace.findings() == racy.findings != []
    assert [found.text for found in trace.findings()] == [found.text for found in racy.findings]


def test_a_findings_accesses_are_rows_of_the_trace(trace, racy):
    found, finding = trace.table("findings"), racy.findings[0]
    for side, access in (("first", finding.first), ("second", finding.second)):
        instruction = found[f"{side}_instruction"][0]
        assert trace.instructions["start_cycle"][instruction] == access.cycle
        row = found[f"{side}_access_row"][0]
        with h5py.File(trace.path) as file:
            assert file["accesses/instruction"][row] == instruction
        assert trace.accesses.text("space")[row] == finding.space
        assert (trace.accesses.text("kind")[row] == "Read") == (access.access == "read")


def test_a_run_without_checks_has_no_findings_recorded(tmp_path):
    npusim.run("races/tci_muls/racy", trace=tmp_path / "run.h5", checks="none")
    with npusim.open_trace(tmp_path / "run.h5") as trace:
        with pytest.raises(npusim.TraceError, match="trace races"):
            trace.findings()


def test_outputs_and_goldens_are_in_the_trace_if_asked_for(tmp_path, trace):
    run = npusim.run("races/tci_muls/racy", trace=tmp_path / "run.h5", trace_data=True,
                     out=tmp_path / "outputs")
    with npusim.open_trace(tmp_path / "run.h5") as with_data:
        written = run.output("out")
        assert numpy.array_equal(with_data.output("out"), written)
        assert with_data.output("out").dtype == written.dtype
        wrong = (with_data.output("out") != with_data.golden("out")).sum()
        assert wrong == run.golden[0].mismatched
        with pytest.raises(npusim.TraceError, match="no outputs/none; it has out"):
            with_data.output("none")
    with pytest.raises(npusim.TraceError, match="--trace-data"):
        trace.output("out")


def test_files_that_are_no_trace(tmp_path):
    with pytest.raises(npusim.TraceError, match="no such file"):
        npusim.open_trace(tmp_path / "absent.h5")
    (tmp_path / "text.h5").write_text("hello")
    with pytest.raises(npusim.TraceError, match="HDF5"):
        npusim.open_trace(tmp_path / "text.h5")
    h5py.File(tmp_path / "empty.h5", "w").close()
    with pytest.raises(npusim.TraceError, match="not a trace"):
        npusim.open_trace(tmp_path / "empty.h5")
    write_trace(tmp_path / "later.h5", {}, version=99)
    with pytest.raises(npusim.TraceError, match="version 99"):
        npusim.open_trace(tmp_path / "later.h5")


def test_data_frames(trace):
    pandas = pytest.importorskip("pandas")
    frame = trace.accesses.to_pandas()
    assert len(frame) == len(trace.accesses)
    assert list(frame.columns) == list(trace.accesses.columns)
    assert isinstance(frame["space"].dtype, pandas.CategoricalDtype)
    assert frame["agent"].astype(str).tolist() == trace.accesses.text("agent").tolist()
    assert frame["source"].astype(str).str.endswith("kernel.cpp:11").sum() > 0
    missing = trace.accesses.where(task=schema.NONE32)
    assert frame["task"].isna().sum() == len(missing)
    part = trace.accesses.where(space="UB").to_pandas(["cycle", "begin", "end"])
    assert part.index.tolist() == trace.accesses.where(space="UB").rows.tolist()
    assert list(part.columns) == ["cycle", "begin", "end"]
    for table in trace.tables:
        assert len(trace.table(table).to_pandas()) == len(trace.table(table))


def test_names_and_none_values_are_those_of_the_documented_schema(root):
    """docs/trace-schema.md is generated from traces/format/schema.def."""
    names, none, table, version = {}, {}, None, None
    for line in pathlib.Path(root, "docs/trace-schema.md").read_text().splitlines():
        if line.startswith("## /"):
            table = line[4:].strip()
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| version |"):
            version = int(re.search(r"\d+", cells[1]).group())
        if table is None or len(cells) < 4:
            continue
        if cells[2].startswith("/names/"):
            names[table, cells[0]] = cells[2][len("/names/"):]
        if match := re.search(r"\b(65535|4294967295|18446744073709551615)\b", cells[3]):
            none[table, cells[0]] = int(match.group())
    names["accesses", "agent"] = "agent"  # its unit is in its meaning
    none["instructions", "completion_number"] = none["instructions", "issue_number"]  # "likewise"
    assert {key: schema.NAMES.get(key) for key in names} == names
    of_instructions = {("accesses", key[1]): value for key, value in none.items()
                       if key[0] == "instructions" and key[1] in ("task", "site")}
    assert schema.NONE == {**none, **of_instructions}
    assert schema.VERSION == version
