#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Traces as people use them: a part of one as a file of its own; a recorded run judged again."""
import json
import os
import re
import subprocess
import unittest

import npusim_runner
from npusim_runner import KERNELS, Run
from trace_scenario import TraceScenario

# One of every kind of finding, and of every memory and path that carries it.
RACY = ["atomic_and_store", "cube_fix_mte2_gm_raw", "cube_mte1_m_raw", "cube_ping_pong",
        "dcache_stale_read", "flag_left_set", "flag_library_id", "flag_set_twice",
        "gm_blocks_overlap", "gm_out_of_bounds", "gm_store_visible", "loop_double_buffer",
        "pipe_v_v_raw", "task_get_tensor_data", "task_heap_reuse", "task_manual_scope",
        "tci_scatter", "ub_library_scratch", "ub_unwritten"]


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
        self.assertEqual([f["severity"] for f in report["findings"]], ["warning"])

    def test_fewer_checks_give_their_findings_only(self):
        path = self.record("races/pipe_v_v_raw/racy", "--trace-local", status=66)
        judged = self.judge(path, "--checks", "sync")
        self.assertEqual((judged.status, judged.report["findings"]), (0, []))
        self.assertEqual(self.judge(path, "--checks", "race").status, 66)

    def test_a_terminal_shows_the_source_lines_that_the_trace_holds(self):
        path = self.record("races/pipe_v_v_raw/racy", "--trace-local", status=66)
        self.assertRegex(self.judge(path, "--color", "always").out, r"\d> \| .*T[A-Z]+\(")

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
                   "s6:seed=5;DmaLatency@AIV0.MTE2/0=33;LocalLanding@AIV0.MTE2/0=44",
                   "--trace", path], self.folder)
        self.assert_status(run, 0)
        # The second one has a single value, unless a schedule says otherwise.
        for kind, value in (("DmaLatency", "33 below"), ("LocalLanding", "44 below 1")):
            row = next(row for row in self.events(path, "--kind", kind)
                       if row["agent"] == "AIV 0 MTE2")
            self.assertTrue(row["detail"].startswith(f"number 0: {value}"), row)

    def test_numbers_of_the_report_do_not_depend_on_tracing(self):
        def numbers(*arguments):
            report = self.run_program("examples/row_softmax", *arguments).report
            return [report[key] for key in ["cycles", "instructions", "events"]]

        self.assertEqual(numbers(), numbers("--trace", self.folder / "run.h5"))


if __name__ == "__main__":
    npusim_runner.main()
