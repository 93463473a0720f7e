#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Where results go: files that say what happened, a standard output that holds the report alone."""
import json
import os
import subprocess

import npusim_runner
from npusim_runner import Run, Scenario, replace_in
from perfetto_decoder import Timeline

ADD = "kernels/aiv/add.cpp"
BODY = "  // Both sets start free: nothing of them is being stored.\n"


class Outputs(Scenario):
    def program_with(self, statement, include=""):
        program = self.copy_of("examples/vector_add", f"p{len(os.listdir(self.folder))}")
        replace_in(program / ADD, BODY, statement + "\n" + BODY)
        if include:
            (program / ADD).write_text(f"#include <{include}>\n" + (program / ADD).read_text())
        return program

    def recorded(self):
        trace = self.folder / "run.h5"
        self.assert_status(Run(["run", "races/gm_no_drain_mte3/racy", "--quiet", "--trace", trace,
                                "--trace-local"], self.folder), 66)
        return trace

    def binary(self, *arguments):
        return subprocess.run([npusim_runner.NPUSIM, *map(str, arguments)], capture_output=True,
                              check=False)

    def test_what_a_kernel_prints_is_not_in_the_report_on_stdout(self):
        program = self.program_with('  std::printf("{\\"verdict\\": \\"hello\\"}\\n");', "cstdio")
        for target in ("-", "/dev/stdout"):
            run = Run(["run", program, "--report", f"json={target}"], self.folder)
            self.assert_status(run, 0)
            self.assertEqual(json.loads(run.out)["verdict"], "clean")
            self.assertIn("hello", run.err)

    def test_a_program_that_does_not_build_leaves_a_report_that_says_so(self):
        program = self.program_with("  no_such_thing();")
        file = self.folder / "r.json"
        for target in (f"json={file}", "json=-"):
            run = Run(["run", program, "--report", target], self.folder)
            self.assert_status(run, 3)
            report = json.loads(run.out or file.read_text())
            self.assertEqual(report["exit_status"], 3)
            self.assertEqual(report["verdict"], "inconclusive")
            self.assertIn("no_such_thing", " ".join(report["lost"]))

    def test_a_memory_limit_leaves_reports_that_say_so(self):
        program = self.program_with(
            "  for (;;) { char* p = (char*)std::malloc(16 << 20); if (p) std::memset(p, 1, 16 << 20); }",
            "cstdlib")
        (program / ADD).write_text("#include <cstring>\n" + (program / ADD).read_text())
        file = self.folder / "r.json"
        run = Run(["run", program, "--max-memory", "600M", "--report", f"json={file}", "--report",
                   f"html={self.folder / 'r.html'}"], self.folder)
        self.assertIn(run.status, (66, 67, 68), run.text)
        self.assertEqual(json.loads(file.read_text())["exit_status"], run.status)
        self.assertGreater((self.folder / "r.html").stat().st_size, 10_000)

    def test_no_file_is_left_of_a_command_that_was_refused(self):
        for arguments in (["run", "examples/vector_add", "--report", f"json={self.folder}/a.json",
                           "--report", "pdf=x"],
                          ["trace", "export", __file__, "--out", f"{self.folder}/a.pft"]):
            run = Run(arguments, self.folder)
            self.assertIn(run.status, (2, 3), run.text)
        self.assertEqual(os.listdir(self.folder), [])

    def test_a_file_that_is_no_trace_leaves_a_report_that_says_so(self):
        file = self.folder / "r.json"
        run = Run(["trace", "races", __file__, "--report", f"json={file}"], self.folder)
        self.assert_status(run, 3)
        self.assertEqual(json.loads(file.read_text())["exit_status"], 3)

    def test_reports_and_timelines_of_a_trace_go_to_stdout(self):
        trace = self.recorded()
        page = self.binary("trace", "report", trace, "--out", "-")
        self.assertEqual(page.returncode, 0)
        self.assertTrue(page.stdout.startswith(b"<!"), page.stdout[:40])
        self.assertTrue(page.stdout.rstrip().endswith(b"</html>"), page.stdout[-40:])
        timeline = self.binary("trace", "export", trace, "--out", "-")
        self.assertEqual(timeline.returncode, 0)
        file = self.folder / "timeline"
        self.assertEqual(self.binary("trace", "export", trace, "--out", file).returncode, 0)
        self.assertEqual(timeline.stdout, file.read_bytes())
        self.assertTrue(Timeline(file).events)

    def test_what_is_no_stream_is_not_written_to_stdout(self):
        trace = self.recorded()
        for arguments, option in (
                (["run", "examples/vector_add", "--out", "-"], "--out takes a folder"),
                (["run", "examples/vector_add", "--trace", "-"], "--trace takes a file"),
                (["explore", "examples/vector_add", "--schedules", "1", "--out", "-"],
                 "--out takes a folder"),
                (["trace", "slice", trace, "--out", "-"], "--out takes a file")):
            run = Run(arguments, self.folder)
            self.assert_status(run, 2)
            self.assertIn(option, run.err)
            self.assertEqual(run.out, "")
        self.assertNotIn("-", os.listdir("."))


if __name__ == "__main__":
    npusim_runner.main()
