#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Traces as people use them: a part of one as a file of its own; a recorded run judged again."""
import json
import os
import re
import subprocess
import unittest

import npusim_runner
import perfetto_decoder
from npusim_runner import KERNELS, Run, Scenario

# One of every kind of finding, and of every memory and path that carries it.
RACY = ["atomic_and_store", "cube_fix_mte2_gm_raw", "cube_mte1_m_raw", "cube_ping_pong",
        "dcache_stale_read", "flag_left_set", "flag_library_id", "flag_set_twice",
        "gm_blocks_overlap", "gm_out_of_bounds", "gm_store_visible", "loop_double_buffer",
        "pipe_v_v_raw", "task_get_tensor_data", "task_heap_reuse", "task_manual_scope",
        "tci_scatter", "ub_library_scratch", "ub_unwritten"]


class TraceScenario(Scenario):
    def trace(self, *arguments, status=0):
        run = Run(["trace", *arguments], self.folder)
        self.assert_status(run, status)
        return run.out

    def record(self, program, *arguments, status=0):
        path = self.folder / "run.h5"
        self.assert_status(self.run_program(program, "--trace", path, *arguments), status)
        return path

    def info(self, path):
        return json.loads(self.trace("info", path, "--json"))

    def events(self, path, *filters):
        """The events as people see them, without their numbers, which a slice counts anew."""
        rows = json.loads(self.trace("events", path, "--format", "json", *filters))
        for row in rows:
            del row["event"]
        return rows


class Slice(TraceScenario):
    def setUp(self):
        super().setUp()
        self.whole = self.record("examples/row_softmax", "--trace-local")
        self.part = self.folder / "part.h5"

    def test_by_task_and_block_it_holds_that_blocks_events_and_says_so(self):
        said = self.trace("slice", self.whole, "--task", "row_softmax", "--block", 2, "--out",
                          self.part)
        whole, part = self.info(self.whole), self.info(self.part)
        self.assertIn(f"{part['events']} of {whole['events']} events", said)
        self.assertLess(part["events"], whole["events"])
        self.assertEqual(part["slice"], "--task 'row_softmax' --block '2' of "
                                        f"{whole['events']} events")
        for key in ["program", "schedule", "knobs", "verdict", "end_cycle", "complete"]:
            self.assertEqual(part[key], whole[key], key)
        block = ["--block", 2]
        self.assertGreater(part["tables"]["instructions"]["rows"], 0)
        self.assertEqual(self.events(self.part, *block), self.events(self.whole, *block))
        others = [row for row in self.events(self.part) if row.get("block", 2) != 2]
        self.assertEqual(others, [])
        self.assertIn("slice", self.trace("info", self.part))

    def test_by_address_it_holds_every_access_there_and_its_whole_instruction(self):
        argument = next(row for row in self.events(self.whole, "--kind", "Argument")
                        if row["range"] == "y")
        low = argument["address"] + 20 * 1024  # inside one block's rows
        address = ["--address", f"{low:#x}:{low + 64:#x}"]
        self.trace("slice", self.whole, *address, "--out", self.part)
        accesses = self.events(self.whole, "--kind", "Access", *address)
        self.assertEqual({row["what"] for row in accesses}, {"Write"})
        self.assertEqual(self.events(self.part, "--kind", "Access", *address), accesses)
        kinds = [row["kind"] for row in self.events(self.part, "--block", accesses[0]["block"])
                 if row["kind"] != "TaskDescription"]
        self.assertEqual(kinds.count("Instruction"), len(accesses))
        self.assertEqual(kinds.count("Access"), 2 * len(accesses))  # it reads UB, too
        rows = self.info(self.part)["tables"]
        self.assertEqual(rows["instructions"]["rows"], len(accesses))
        self.assertEqual(rows["buffers"], self.info(self.whole)["tables"]["buffers"])

    def test_it_can_be_sliced_again(self):
        self.trace("slice", self.whole, "--task", 0, "--block", 2, "--out", self.part)
        again = self.folder / "again.h5"
        self.trace("slice", self.part, "--pipe", "MTE2", "--out", again)
        self.assertEqual({row["agent"].split()[-1] for row in self.events(again)
                          if row["kind"] in ("Access", "Instruction")}, {"MTE2"})
        self.assertIn("--block '2' of", self.info(again)["slice"])
        self.assertIn("--pipe 'MTE2' of", self.info(again)["slice"])

    def test_what_the_trace_does_not_have_is_refused(self):
        self.trace("slice", self.whole, "--task", "nobody", "--out", self.part, status=2)
        self.assertFalse(self.part.exists())
        self.trace("slice", self.whole, "--out", self.whole, status=2)
        self.assertTrue(self.info(self.whole)["complete"])


class Races(TraceScenario):
    def judge(self, path, *arguments):
        return Run(["trace", "races", path, "--report", f"json={self.folder / 'report.json'}",
                    *arguments], self.folder)

    def assert_same_as_live(self, program, *arguments):
        path = self.folder / "run.h5"
        live = self.run_program(program, "--trace", path, "--trace-local", "--no-golden",
                                *arguments)
        live_report = live.report
        judged = self.judge(path)
        for key in ["findings", "verdict", "exit_status", "lost", "tasks", "cycles",
                    "instructions", "events", "program", "seed", "schedule", "knobs", "checks"]:
            self.assertEqual(judged.report[key], live_report[key], f"{program}: {key}")
        self.assertEqual(judged.status, live.status)
        return live_report

    def test_examples_are_as_clean_as_live(self):
        programs = [p.parent.name for p in (KERNELS / "examples").glob("*/kernel_config.py")]
        self.assertGreaterEqual(len(programs), 3)
        for program in programs:
            self.assertEqual(self.assert_same_as_live(f"examples/{program}")["findings"], [])

    @unittest.skipUnless(os.environ.get("NPUSIM_EVERY_PROGRAM"), "NPUSIM_EVERY_PROGRAM is not set")
    def test_every_program_has_the_live_runs_findings(self):
        programs = sorted(p.parent for p in KERNELS.rglob("kernel_config.py"))
        with_findings = 0
        for program in programs:
            report = self.assert_same_as_live(program.relative_to(KERNELS).as_posix())
            with_findings += bool(report["findings"])
        print(f"{len(programs)} programs, {with_findings} with findings")
        self.assertGreaterEqual(len(programs), 200)
        self.assertGreaterEqual(with_findings, 90)

    def test_litmus_programs_have_the_live_runs_findings(self):
        for program in RACY:
            report = self.assert_same_as_live(f"races/{program}/racy", "--seed", 3)
            self.assertNotEqual(report["findings"], [], program)

    def test_the_compressors_races_are_the_live_runs(self):
        for form in ["ratio4-spmd", "ratio4-before"]:
            report = self.assert_same_as_live(f"compressor/{form}")
            self.assertNotEqual(report["findings"], [], form)

    def test_another_reading_of_the_hardware_is_kept(self):
        report = self.assert_same_as_live("races/gm_store_visible/racy", "--set",
                                          "gm.store_visible=at_flag")
        self.assertEqual(report["findings"], [])

    def test_fewer_checks_give_their_findings_only(self):
        path = self.record("races/pipe_v_v_raw/racy", "--trace-local", status=66)
        judged = self.judge(path, "--checks", "sync")
        self.assertEqual((judged.status, judged.report["findings"]), (0, []))
        self.assertEqual(self.judge(path, "--checks", "race").status, 66)

    def test_what_the_trace_does_not_hold_makes_it_inconclusive(self):
        gm_only = self.record("examples/row_softmax")
        judged = self.judge(gm_only)
        self.assertEqual(judged.status, 68)
        self.assertIn("--trace-local", judged.report["lost"][0])
        self.assertIn("--trace-local", judged.out)
        self.assertEqual(self.judge(gm_only, "--checks", "sync").status, 0)
        whole = self.record("examples/row_softmax", "--trace-local")
        part = self.folder / "part.h5"
        self.trace("slice", whole, "--block", 2, "--out", part)
        judged = self.judge(part)
        self.assertEqual(judged.status, 68)
        self.assertIn("part of a larger one", judged.report["lost"][0])


class Findings(TraceScenario):
    def test_info_says_what_was_found(self):
        path = self.record("races/pipe_v_v_raw/racy", status=66)
        said = self.trace("info", path)
        self.assertRegex(said, r"findings +[1-9][0-9]* of checks race,mem,init,sync\n +race RAW UB \[")
        self.assertIn("verdict   race", said)
        found = self.info(path)["findings"][0]
        self.assertEqual((found["hazard"], found["space"]), ("RAW", "UB"))
        self.assertEqual(found["first"]["access"], -1)  # accesses to UB were not recorded
        path = self.record("races/pipe_v_v_raw/racy", "--trace-local", status=66)
        found = self.info(path)["findings"][0]
        rows = json.loads(self.trace("events", path, "--kind", "Access", "--format", "json"))
        for side in ("first", "second"):
            row = rows[found[side]["access"]]
            self.assertEqual(row["source"], found[side]["source"])
        self.record("races/pipe_v_v_raw/racy", "--checks", "none", status=1)
        self.assertIn("findings  not recorded", self.trace("info", path))
        self.assertIsNone(self.info(path)["findings"])

    def test_a_slice_keeps_them(self):
        path = self.record("races/pipe_v_v_raw/racy", "--trace-local", status=66)
        part = self.folder / "part.h5"
        self.trace("slice", path, "--pipe", "V", "--out", part)
        strip = lambda found: [{key: one[key] for key in ("id", "rule", "count")} for one in found]
        self.assertEqual(strip(self.info(part)["findings"]), strip(self.info(path)["findings"]))
        instruction = self.info(part)["findings"][0]["first"]["instruction"]
        rows = json.loads(self.trace("events", part, "--kind", "Instruction", "--format", "json"))
        self.assertEqual(rows[instruction]["source"],
                         self.info(part)["findings"][0]["first"]["source"])

    def test_races_says_so_if_others_come_out(self):
        path = self.record("races/pipe_v_v_raw/racy", "--trace-local", status=66)
        spoil = ("import h5py, sys\n"
                 "f = h5py.File(sys.argv[1], 'r+')\n"
                 "f['findings/count'][0] += 1\n")
        spoiled = subprocess.run(["/usr/bin/python3", "-c", spoil, path], check=False)
        if spoiled.returncode != 0:
            self.skipTest("no h5py")
        run = Run(["trace", "races", path], self.folder)
        self.assert_status(run, 68)
        self.assertIn("The findings are not those that the run recorded: finding 0 of", run.out)


class Data(TraceScenario):
    """--trace-data"""

    def test_equal_runs_give_equal_bytes(self):
        files = []
        for name in ("a.h5", "b.h5"):
            path = self.folder / name
            self.run_program("races/pipe_v_v_raw/racy", "--trace", path, "--trace-data")
            files.append(path.read_bytes())
        self.assertEqual(files[0], files[1])

    def test_diff_names_the_first_output_byte_that_differs(self):
        racy, fixed = self.folder / "racy.h5", self.folder / "fixed.h5"
        self.run_program("races/tci_muls/racy", "--trace", racy, "--trace-data", "--out", self.folder / "a")
        self.run_program("races/tci_muls/fixed", "--trace", fixed, "--trace-data", "--out", self.folder / "b")
        said = self.trace("diff", racy, fixed, status=1)
        place = re.search(r"First output byte that differs: byte (\d+) of out, in out\[[\d, ]+\] "
                          r"\(\w+\): (0x[0-9a-f]+) \| (0x[0-9a-f]+); (\d+) of", said)
        a, b = [(self.folder / f / "out.npy").read_bytes()[128:] for f in "ab"]
        first = next(i for i in range(len(a)) if a[i] != b[i])
        self.assertEqual(int(place.group(1)), first)
        width = len(place.group(2)) // 2 - 1
        element = first // width * width
        for bits, data in ((place.group(2), a), (place.group(3), b)):
            self.assertEqual(int(bits, 16), int.from_bytes(data[element:element + width], "little"))
        self.assertIn("All 1 outputs are the same bytes", self.trace("diff", racy, racy))
        self.record("races/tci_muls/racy", status=66)
        self.assertIn("The outputs are in A only", self.trace("diff", racy, self.folder / "run.h5"))

    def test_the_compressors_outputs_are_small_and_those_of_out(self):
        plain, data = self.folder / "plain.h5", self.folder / "data.h5"
        self.run_program("compressor/ratio4", "--trace", plain)
        run = self.run_program("compressor/ratio4", "--trace", data, "--trace-data", "--out",
                               self.folder / "out")
        self.assert_status(run, 0)
        self.assertLess(data.stat().st_size - plain.stat().st_size, 16 << 20)  # of 640 MiB
        for output in ("kv", "compress_state", "cmp_kv_cache"):
            for group in ("outputs", "goldens"):
                same = Run(["golden", "compare", f"{data}:/{group}/{output}",
                            self.folder / "out" / f"{output}.npy"], self.folder)
                self.assert_status(same, 0)

    def test_it_needs_a_trace(self):
        self.assert_status(Run(["run", "examples/vector_add", "--trace-data"], self.folder), 2)


class Choices(TraceScenario):
    def test_a_trace_has_every_choice_with_its_name_and_value(self):
        whole = self.record("races/pipe_v_v_raw/fixed", "--seed", 5)
        choices = self.events(whole, "--kind", "Choice")
        self.assertGreater(len(choices), 10)
        seen = set()
        for row in choices:
            number, value, bound = map(int, re.fullmatch(r"number (\d+): (\d+) below (\d+)",
                                                         row["detail"]).groups())
            self.assertGreater(bound, 1)
            self.assertLess(value, bound)
            self.assertNotIn((row["what"], row["agent"], number), seen)
            seen.add((row["what"], row["agent"], number))
        self.assertLessEqual({"DmaLatency", "Grant"}, {row["what"] for row in choices})

    def test_the_schedules_deviations_are_what_the_trace_says(self):
        path = self.folder / "run.h5"
        run = Run(["replay", "races/pipe_v_v_raw/fixed", "--schedule",
                   "s1:seed=5;DmaLatency@AIV0.MTE2/0=33", "--trace", path], self.folder)
        self.assert_status(run, 0)
        row = next(row for row in self.events(path, "--kind", "DmaLatency")
                   if row["agent"] == "AIV 0 MTE2")
        self.assertTrue(row["detail"].startswith("number 0: 33 below"), row)

    def test_numbers_of_the_report_do_not_depend_on_tracing(self):
        def numbers(*arguments):
            report = self.run_program("examples/row_softmax", *arguments).report
            return [report[key] for key in ["cycles", "instructions", "events"]]

        self.assertEqual(numbers(), numbers("--trace", self.folder / "run.h5"))


class Export(TraceScenario):
    def export(self, program, *arguments):
        self.path = self.folder / "run.h5"
        self.run_program(program, "--trace", self.path, "--trace-local", *arguments)
        out = self.folder / "run.perfetto-trace"
        self.trace("export", self.path, "--out", out, "--in-cycles")
        return perfetto_decoder.Timeline(out)

    def check(self, timeline):
        rows = {kind: self.events(self.path, "--kind", kind)
                for kind in ["Instruction", "Completion", "TaskStart", "SetFlag", "WaitFlag"]}
        self.assertGreater(len(rows["Instruction"]), 0)

        # Whole: a slice of each instruction, block and task, which nest; in order of time.
        times = [event.ns for event in timeline.events]
        self.assertEqual(times, sorted(times))
        self.assertLessEqual({event.track for event in timeline.events}, set(timeline.tracks))
        slices = timeline.slices()
        of = {category: [s for s in slices if s[1].category == category]
              for category in ["instruction", "block", "task"]}
        self.assertEqual(len(of["instruction"]), len(rows["Instruction"]))
        self.assertEqual(len(of["block"]), len(rows["TaskStart"]))
        self.assertEqual(len(of["task"]), len({row["task"] for row in rows["TaskStart"]}))
        self.assertEqual(len(slices), sum(map(len, of.values())))

        # Each instruction on a track of its pipe, from its start to its completion.
        def number(row):
            return int(re.search(r"instruction (0x[0-9a-f]+)", row["detail"]).group(1), 16)

        starts = {number(row): row for row in rows["Instruction"]}
        ends = {number(row): row["cycle"] for row in rows["Completion"]}
        for track, begin, end in of["instruction"]:
            row = starts.pop(begin.texts["instruction"])
            self.assertEqual((begin.name, begin.ns), (row["op"], row["cycle"]))
            self.assertEqual(re.sub(r" \(\d+\)$", "", timeline.tracks[track].name), row["agent"])
            self.assertEqual(end, ends.get(number(row), row["cycle"] + 1))
        self.assertEqual(starts, {})
        # Slices of one track follow each other, so that nothing is drawn inside another.
        last = {}
        for track, begin, end in sorted(slices, key=lambda s: s[1].ns):
            self.assertGreaterEqual(begin.ns, last.get(track, 0))
            last[track] = end

        # One arrow for each wait, from a set of the same flag that is not after it.
        begins = {flow: event for event in timeline.events for flow in event.flows}
        ended = [(flow, event) for event in timeline.events for flow in event.ended_flows]
        self.assertEqual(len(begins), len(ended))
        flags = [(begins[flow], event) for flow, event in ended if event.category == "sync"]
        self.assertGreater(len(flags), 0)
        self.assertEqual(len(flags), len(rows["WaitFlag"]))
        self.assertEqual(len({id(first) for first, _ in flags}), len(flags))
        for first, second in flags:
            self.assertEqual(first.name.replace("SetFlag", "WaitFlag"), second.name)
            self.assertLessEqual(first.ns, second.ns)
        return slices

    def test_every_instruction_block_and_flag_of_an_example(self):
        timeline = self.export("examples/matmul_double_buffered")
        self.check(timeline)
        processes = {track.process for track in timeline.tracks.values()}
        self.assertIn("runtime", processes)
        self.assertIn("cluster 0: AIC 0, AIV 0 and 1", processes)
        self.assertFalse([event for event in timeline.events if event.category == "finding"])

    def arrows(self, timeline, category):
        """The two ends' names of each arrow that ends at an event of the category."""
        begins = {flow: event for event in timeline.events for flow in event.flows}
        return [(begins[flow], event) for event in timeline.events for flow in event.ended_flows
                if event.category == category]

    def test_dependencies_lead_from_completed_to_ready(self):
        timeline = self.export("races/atomic_behind_atomic/fixed")
        self.check(timeline)
        arrows = self.arrows(timeline, "task")
        edges = {(row["detail"]) for row in self.events(self.path, "--kind", "Dependency")}
        self.assertEqual(len(arrows), len(edges))
        self.assertEqual({(first.name, second.name) for first, second in arrows},
                         {("Completed fill", "Ready atomic_add"),
                          ("Completed atomic_add", "Ready atomic_add")})
        for first, second in arrows:
            self.assertLessEqual(first.ns, second.ns)

    def test_gm_traffic_adds_up(self):
        timeline = self.export("examples/vector_add")
        self.check(timeline)
        read = next(uuid for uuid, track in timeline.tracks.items()
                    if track.is_counter and track.name == "read")
        samples = [event for event in timeline.events if event.track == read]
        cycles = samples[1].ns - samples[0].ns
        total = sum(event.value for event in samples) * cycles / 1.85  # cycles per nanosecond
        moved = sum(row["bytes"] for row in self.events(self.path, "--space", "GM", "--kind", "Read"))
        self.assertGreater(moved, 0)
        self.assertAlmostEqual(total / moved, 1, places=6)

    def test_findings_stand_at_both_accesses(self):
        timeline = self.export("races/pipe_v_v_raw/racy")
        self.check(timeline)
        marks = [event for event in timeline.events if event.category == "finding"]
        self.assertEqual([mark.name for mark in marks], ["race: RAW UB"] * 2)
        self.assertEqual(marks[0].flows, marks[1].ended_flows)
        self.assertIn("pipe_barrier", marks[0].texts["fix"])
        self.assertIn("kernel.cpp:", marks[0].texts["message"])

    def test_the_compressor_is_whole(self):
        self.check(self.export("compressor/ratio4-spmd"))

    def test_in_nanoseconds_it_is_the_same_in_real_time(self):
        in_cycles = self.export("examples/vector_add")
        out = self.folder / "ns"
        self.trace("export", self.path, "--out", out)
        in_ns = perfetto_decoder.Timeline(out)
        self.assertEqual(len(in_ns.slices()), len(in_cycles.slices()))
        for a, b in zip(in_ns.events, in_cycles.events):
            self.assertEqual((a.kind, a.track, a.name), (b.kind, b.track, b.name))
            self.assertAlmostEqual(a.ns, b.ns / 1.85, delta=0.51)


if __name__ == "__main__":
    npusim_runner.main()
