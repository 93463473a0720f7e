#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A program that changed is not taken for the one that was recorded: replay, campaign folders, reports.

usage: stale_test.py NPUSIM
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

NPUSIM = sys.argv.pop(1)


def npusim(*arguments):
    return subprocess.run([NPUSIM, *map(str, arguments)], capture_output=True, text=True)


class Stale(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.program = self.folder / "mine"
        self.assertEqual(npusim("new", self.program).returncode, 0)

    def append(self, file, text):
        path = self.program / file
        path.write_text(path.read_text() + text)

    def break_order(self):
        kernel = self.program / "kernels/aiv/add.cpp"
        text = kernel.read_text()
        self.assertIn("    wait_flag(PIPE_V, PIPE_MTE3, event);", text)
        kernel.write_text("\n".join(line for line in text.split("\n")
                                    if "PIPE_V, PIPE_MTE3, event" not in line))

    def test_replay_refuses_a_program_that_changed(self):
        trace = self.folder / "t.h5"
        npusim("run", self.program, "--trace", trace)
        self.assertEqual(npusim("replay", trace).returncode, 0)
        for file, text in (("kernels/aiv/add.cpp", "\n// changed\n"), ("golden.cpp", "\n"),
                           ("data.json", "\n"), ("kernel_config.py", "\n")):
            self.append(file, text)
            again = npusim("replay", trace)
            self.assertEqual(again.returncode, 3, again.stdout)
            self.assertIn(f"{file} changed", again.stderr)
        self.assertEqual(npusim("replay", trace, "--rebuild").returncode, 0)

    def test_replay_says_what_is_no_trace(self):
        (self.folder / "text.h5").write_text("no trace")
        for file, says in (("text.h5", "expected a trace (HDF5), found another kind of file"),
                           ("missing.h5", "there is no such file")):
            again = npusim("replay", self.folder / file)
            self.assertEqual(again.returncode, 3, again.stderr)
            self.assertIn(says, again.stderr)

    def test_replay_refuses_data_that_changed(self):
        data = json.loads((self.program / "data.json").read_text())
        data["args"][0]["init"] = {"file": "x.npy"}
        out = self.folder / "out"
        data["args"][0]["role"] = "inout"
        npusim("run", self.program, "--out", out)
        (self.program / "x.npy").write_bytes((out / "sum.npy").read_bytes())
        data["args"][0]["role"] = "in"
        (self.program / "data.json").write_text(json.dumps(data))
        trace = self.folder / "t.h5"
        npusim("run", self.program, "--trace", trace)
        values = bytearray((self.program / "x.npy").read_bytes())
        values[-1] ^= 1
        (self.program / "x.npy").write_bytes(values)
        again = npusim("replay", trace)
        self.assertEqual(again.returncode, 3)
        self.assertIn("x.npy changed", again.stderr)

    def test_a_campaign_folder_of_the_program_before_is_refused(self):
        out = self.folder / "campaign"
        explore = ("explore", self.program, "--schedules", 3, "--out", out)
        self.assertEqual(npusim(*explore).returncode, 0)
        self.break_order()
        again = npusim(*explore)
        self.assertEqual(again.returncode, 3, again.stdout)
        self.assertIn("kernels/aiv/add.cpp changed", again.stderr)
        self.assertIn("--fresh", again.stderr)
        self.assertEqual(npusim(*explore, "--fresh").returncode, 1)

    def test_a_campaign_folder_of_other_settings_is_refused(self):
        explore = ("explore", self.program, "--schedules", 2, "--out", self.folder / "campaign",
                   "--checks", "race")
        self.assertEqual(npusim(*explore).returncode, 0)
        for setting, name in ((("--max-cycles", 1000), "max_cycles"),
                              (("--contested", "error"), "contested_errors"),
                              (("--set", "dcache=off"), "knobs"), (("--seed", 7), "seed")):
            again = npusim(*explore, *setting)
            self.assertEqual(again.returncode, 3, again.stdout)
            self.assertIn(f"{name} is", again.stderr)
        self.assertEqual(npusim(*explore).returncode, 0)

    def test_a_report_of_a_trace_shows_the_lines_of_its_run(self):
        self.break_order()
        trace, report = self.folder / "t.h5", self.folder / "r.html"
        self.assertEqual(npusim("run", self.program, "--trace", trace, "--trace-local").returncode, 66)
        kernel = self.program / "kernels/aiv/add.cpp"
        kernel.write_text("// another file\n" * 100)
        npusim("trace", "report", trace, "--out", report)
        page = report.read_text()
        self.assertIn("TADD(x_tile, x_tile, y_tile);", page)
        self.assertNotIn("another file", page)


if __name__ == "__main__":
    unittest.main(verbosity=2)
