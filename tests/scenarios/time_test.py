#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Where a run's time went: every cycle of every pipe has one use, in every program; and what got
slower from one run to another."""
import json
import pathlib

import npusim_runner
from npusim_runner import KERNELS, Run, Scenario

USES = ["busy", "flag", "barrier", "queue", "l2", "hbm", "bank", "front_end", "dispatch", "idle"]


def programs():
    """All that come with npusim, but for those that one of their kind stands for."""
    found = sorted(file.parent.relative_to(KERNELS)
                   for file in KERNELS.rglob("kernel_config.py"))
    return [str(program) for program in found if not str(program).startswith("compressor")] + \
        ["compressor/ratio4"]


class Time(Scenario):
    def time_of(self, program, *arguments):
        run = self.run_program(program, "--why", "--checks", "none", "--no-golden", *arguments)
        self.assertNotIn(run.status, (2, 3, 70), run.text)
        self.text = run.out
        return run.report

    def test_every_cycle_of_every_pipe_has_one_use_in_every_program(self):
        seen = set()
        for program in programs():
            with self.subTest(program=program):
                report = self.time_of(program, "--max-cycles", "3000000")
                time = report["time"]
                self.assertEqual(time["cycles"], report["cycles"])
                for pipe in time["pipes"]:
                    self.assertEqual(sorted(pipe["cycles"]), sorted(USES))
                    self.assertEqual(sum(pipe["cycles"].values()), time["cycles"],
                                     f"{pipe['core']} {pipe['pipe']}")
                    seen |= {use for use, cycles in pipe["cycles"].items() if cycles > 0}
                path = sum(part["cycles"] for part in time["critical_path"])
                self.assertEqual(path, time["cycles"])
                in_tasks = sum(part["cycles"] for part in time["critical_path"] if part["task"])
                lines = sum(line["cycles"] for line in time["critical_lines"])
                self.assertEqual(lines, in_tasks)
                for part in time["critical_path"]:
                    self.assertEqual(sum(part["uses"].values()), part["cycles"])
        # Small programs never wait for HBM.
        self.assertLessEqual(set(USES) - {"hbm", "queue"}, seen)

    def check_roofline(self, report):
        """What it says of each task agrees with itself, and with the run."""
        for task in report["time"]["roofline"]:
            shares = {}
            for row in task["paths"]:
                of = f"{row['core']} {row['pipe']}" if row["core"] else row["path"]
                shares[of] = shares.get(of, 0) + row["share"]
                if row["available_cycles"] == 0:
                    continue
                self.assertAlmostEqual(row["share"], row["peak_cycles"] / row["available_cycles"])
                self.assertAlmostEqual(row["per_cycle"], row["amount"] / row["available_cycles"])
                self.assertLessEqual(row["share"], 1)
            self.assertLessEqual(task["cycles"], report["cycles"])
            if task["paths"]:
                self.assertAlmostEqual(task["bound_share"], max(shares.values()))
                self.assertAlmostEqual(shares[task["bound"]], task["bound_share"])

    def test_what_the_work_needs_is_no_more_than_the_time_that_pipes_are_busy(self):
        for program in ["examples/matmul_double_buffered", "compressor/ratio4"]:
            report = self.time_of(program, "--set", "timing.jitter=0")
            self.check_roofline(report)
            busy, needed = {}, {}
            for pipe in report["time"]["pipes"]:
                key = pipe["core"].split()[0], pipe["pipe"]
                busy[key] = busy.get(key, 0) + pipe["cycles"]["busy"]
            for row in [row for task in report["time"]["roofline"] for row in task["paths"]]:
                if row["core"]:
                    key = row["core"], row["pipe"]
                    needed[key] = needed.get(key, 0) + row["peak_cycles"]
            self.assertGreater(len(needed), 1)
            for key, cycles in needed.items():
                self.assertLessEqual(cycles, 1.01 * busy[key], key)  # pipes count whole cycles
                self.assertGreater(cycles, 0)

    def test_a_product_of_matrices_is_counted_to_the_operation(self):
        report = self.time_of("examples/matmul_double_buffered")
        paths = {row["path"]: row for task in report["time"]["roofline"] for row in task["paths"]}
        self.assertEqual(paths["cube"]["amount"], 2 * 256 * 512 * 256)
        self.assertEqual(paths["cube"]["unit"], "operations")
        self.assertEqual(paths["L0C->GM"]["amount"], 256 * 256 * 4)
        self.assertEqual(paths["GM->L1"]["unit"], "bytes")
        self.assertIn("binds", self.text)

    def test_peaks_are_the_model_s_own(self):
        slow = self.time_of("examples/matmul_double_buffered", "--set", "gm.bandwidth=20")
        paths = {row["path"]: row for task in slow["time"]["roofline"] for row in task["paths"]}
        self.assertAlmostEqual(paths["HBM"]["peak_per_cycle"], 20, places=2)
        self.assertAlmostEqual(paths["L2"]["peak_per_cycle"], 2810, delta=1)
        self.assertEqual(next(task["bound"] for task in slow["time"]["roofline"] if task["paths"]), "HBM")

    def test_a_slow_memory_is_waited_for(self):
        time = self.time_of("examples/matmul_double_buffered", "--set", "gm.bandwidth=20")["time"]
        self.assertGreater(sum(pipe["cycles"]["hbm"] for pipe in time["pipes"]), 0)

    def test_waits_name_their_line_and_the_set_that_ended_them(self):
        time = self.time_of("examples/matmul_double_buffered")["time"]
        flags = [wait for wait in time["waits"] if wait["reason"] == "flag"]
        self.assertGreater(len(flags), 0)
        for wait in flags:
            self.assertRegex(wait["flag"], r"^\w+->\w+ (EVENT_ID\d+)")
            self.assertLessEqual(wait["on_critical_path"], wait["cycles"])
        self.assertTrue(any("kernel" in wait["source"] for wait in flags))
        self.assertIn("waits that cost most", self.text)

    def test_who_waits_for_another_core_is_not_busy(self):
        time = self.time_of("examples/matmul_add")["time"]
        messages = [wait for wait in time["waits"] if wait["flag"].startswith("cross-core flag")]
        self.assertEqual({wait["pipe"] for wait in messages}, {"S"})
        self.assertRegex(messages[0]["flag"],
                         r"^cross-core flag \d+ \(mode 2\) of AIC, set at .*matmul_add.cpp:\d+$")
        scalar = [pipe["cycles"] for pipe in time["pipes"] if pipe["pipe"] == "S"]
        for cycles in scalar:
            self.assertLess(cycles["busy"], time["cycles"] / 50)

    def check_endless(self, program, waits):
        """The run ended in a stall: its pipes spent it on waits, and so does its critical path."""
        report = self.time_of(program)
        self.assertEqual(report["exit_status"], 67)
        time = report["time"]
        most = 0.9 * time["cycles"]
        for pipe, use, flag in waits:
            line = next(line for line in time["waits"]
                        if (line["pipe"], line["reason"], line["flag"]) == (pipe, use, flag))
            self.assertGreater(line["cycles"], most)
        path = time["critical_path"][-1]
        self.assertNotEqual(path["task"], "")
        self.assertGreater(path["uses"]["flag"], most)

    def test_who_waits_for_ever_waits_for_a_flag(self):
        self.check_endless("races/flag_deadlock/racy",
                           [("V", "flag", "MTE3->V EVENT_ID1, never set"),
                            ("MTE3", "flag", "V->MTE3 EVENT_ID0, never set"), ("S", "barrier", "")])

    def test_who_waits_for_ever_for_another_core_says_which_flag(self):
        self.check_endless("races/cluster_deadlock/racy",
                           [("S", "flag", "cross-core flag 0, never set")])

    def test_asking_changes_nothing_else(self):
        plain = self.run_program("examples/matmul_double_buffered").report
        asked = self.run_program("examples/matmul_double_buffered", "--why").report
        del asked["time"]
        for report in (plain, asked):
            del report["wall_seconds"], report["peak_rss_bytes"]
        self.assertEqual(plain, asked)


    def test_a_trace_of_it_says_the_same_as_the_run(self):
        path = self.folder / "run.h5"
        live = self.run_program("examples/matmul_double_buffered", "--why", "--trace", path).report
        page, report = self.folder / "run.html", self.folder / "again.json"
        run = Run(["trace", "races", path, "--report", f"json={report}"], self.folder)
        self.assertIn(run.status, (0, 68), run.text)
        again = json.loads(report.read_text())
        self.assertEqual(again["time"], live["time"])
        self.assert_status(Run(["trace", "report", path, "--out", page], self.folder), 0)
        self.assertIn('"roofline":', page.read_text())
        plain = self.folder / "plain.h5"
        self.run_program("examples/matmul_double_buffered", "--trace", plain)
        Run(["trace", "races", plain, "--report", f"json={report}"], self.folder)
        self.assertNotIn("time", json.loads(report.read_text()))


class Compare(Scenario):
    def record(self, name, *arguments):
        path = self.folder / f"{name}.h5"
        run = self.run_program("examples/matmul_double_buffered", "--checks", "none", "--trace",
                               path, "--set", "timing.jitter=0", *arguments)
        self.assert_status(run, 0)
        return path

    def compare(self, *arguments):
        return Run(["trace", "compare", *arguments], self.folder)

    def test_a_slower_memory_shows_in_the_run_its_tasks_and_its_loads(self):
        fast = self.record("fast")
        slow = self.record("slow", "--set", "gm.bandwidth=20", "--set", "gm.l2_bandwidth=20")
        same = self.compare(fast, fast, "--max-slowdown", "0%")
        self.assert_status(same, 0)
        self.assertIn("no line got slower", same.out)
        slower = self.compare(fast, slow, "--max-slowdown", "5%", "--json")
        self.assert_status(slower, 1)
        found = json.loads(slower.out)
        self.assertGreater(found["run"]["change_percent"], 5)
        self.assertEqual(found["too_slow"][0]["what"], "the run")
        self.assertRegex(found["lines"][0]["what"], "copy_gm_to_cbuf|copy_gm_to_ubuf")
        faster = self.compare(slow, fast, "--max-slowdown", "5")
        self.assert_status(faster, 0)

    def test_a_percentage_that_is_none_is_refused(self):
        fast = self.record("fast")
        for given in ["fast", "-1", "5%%", "nan"]:
            run = self.compare(fast, fast, f"--max-slowdown={given}")
            self.assert_status(run, 2)
            self.assertIn("--max-slowdown", run.err)


if __name__ == "__main__":
    npusim_runner.main()
