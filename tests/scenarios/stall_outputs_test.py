#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What is written of a stall is bounded by what happened, not by the time-out: every format, small and quick."""
import json
import pathlib
import resource

import npusim_runner
from npusim_runner import KERNELS, Run, Scenario, replace_in

FORMATS = ("text", "json", "sarif", "junit", "md", "html", "github")
MOST_BYTES = 5 << 20
# Of processor time, of each verb that works on the trace: of a litmus; of millions of events.
MOST_SECONDS, MOST_LOOP_SECONDS = 1.0, 4.0

# Loops that a core never leaves, in front of the work of examples/vector_add.
LOOPS = {
    "polls": "  while (x[0] != -12345.5f) dcci((__gm__ void*)x, SINGLE_CACHE_LINE);",
    "barriers": "  while (true) pipe_barrier(PIPE_ALL);",
    "flags": "  while (true) { set_flag(PIPE_V, PIPE_MTE3, EVENT_ID3);"
             " wait_flag(PIPE_V, PIPE_MTE3, EVENT_ID3); }",
}
BODY = "  // Both sets start free: nothing of them is being stored.\n"


def stalled_litmus():
    for file in sorted(KERNELS.glob("races/*/expected.json")):
        expected = json.loads(file.read_text())
        if any(also.get("check") == "stall" for also in expected.get("also", [])):
            # An access that stops its core decides the status, not the stall that follows.
            yield f"races/{file.parent.name}/racy", 66 if expected["check"] == "mem" else 67


def processor_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class StallOutputs(Scenario):
    def assert_small_and_quick(self, program, most_seconds=MOST_SECONDS, options=(), status=67):
        trace = self.folder / "run.h5"
        trace.unlink(missing_ok=True)
        files = {name: self.folder / f"out.{name}" for name in FORMATS}
        reports = [argument for name, file in files.items()
                   for argument in ("--report", f"{name}={file}")]
        self.assert_status(Run(["run", program, "--quiet", "--trace", trace, "--trace-local",
                                *reports, *options], self.folder), status)
        for verb, file, arguments in (
                ("export", "timeline", ("--out", self.folder / "timeline")),
                ("report", "again.html", ("--out", self.folder / "again.html")),
                ("races", "again.json", ("--report", f"json={self.folder / 'again.json'}"))):
            before = processor_seconds()
            run = Run(["trace", verb, trace, *arguments], self.folder)
            self.assertIn(run.status, (0, status), run.text)
            self.assertLess(processor_seconds() - before, most_seconds, verb)
            files[verb] = self.folder / file
        files["trace"] = trace
        for name, file in files.items():
            self.assertGreater(file.stat().st_size, 0, name)
            self.assertLess(file.stat().st_size, MOST_BYTES, name)

    def test_every_litmus_that_stalls(self):
        programs = list(stalled_litmus())
        self.assertGreater(len(programs), 4)
        for program, status in programs:
            with self.subTest(program):
                self.assert_small_and_quick(program, status=status)

    def test_cores_that_go_round_in_circles(self):
        for name, loop in LOOPS.items():
            with self.subTest(name):
                program = self.copy_of("examples/vector_add", name)
                replace_in(program / "kernels/aiv/add.cpp", BODY, loop + "\n" + BODY)
                self.assert_small_and_quick(program, MOST_LOOP_SECONDS)

    def test_waits_and_faults_of_all_cores_that_go_round_in_circles(self):
        faults = "  while (true) set_flag(PIPE_V, PIPE_MTE3, EVENT_ID3);"
        for name, loop in {"waits": LOOPS["flags"], "faults": faults}.items():
            with self.subTest(name):
                program = self.copy_of("examples/intrinsics_scale", name)
                wait = "    wait_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);\n"
                replace_in(program / "kernels/scale.cpp", wait, wait + loop + "\n")
                # Of 48 cores' events.
                self.assert_small_and_quick(program, 3 * MOST_LOOP_SECONDS, ["--why"])


if __name__ == "__main__":
    npusim_runner.main()
