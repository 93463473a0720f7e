#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What `npusim run --why` says that a wait costs, against what taking it away really gains: the
programs in what_if/ are run as they are and changed, and so is one that comes with npusim."""
import json
import pathlib
import shutil

import npusim_runner
from npusim_runner import KERNELS, Scenario, replace_in

SOURCES = pathlib.Path(__file__).resolve().parent / "what_if"
WITHIN = 0.10

# Program: (kind of core, type of x, shape of x, shape of y).
ROWS = ("aiv", "float32", [32, 2048], [32, 2048])
TILES = ("aic", "float16", [2, 128, 128], [4, 128, 128])
PROGRAMS = {
    "second_buffer": ROWS, "barrier_to_flags": ROWS, "vector_barrier": ROWS,
    "later_scalar": ROWS, "wait_for_stores": ROWS, "flag_behind_both": ROWS,
    "hoisted_load": ROWS,
    "second_l1_stage": TILES, "second_l0_buffer": TILES, "second_result": TILES,
}

# In the kernel "add" of examples/launched_axpy.
TWO_SETS = [
    ("  TASSIGN(x_tile, 0);\n  TASSIGN(y_tile, kRowBytes);\n",
     "  int rows_done = 0;\n"
     "  set_flag(PIPE_MTE3, PIPE_MTE2, EVENT_ID1);\n"
     "  set_flag(PIPE_MTE3, PIPE_MTE2, EVENT_ID2);\n"),
    ("    TLOAD(x_tile, x_row);\n",
     "    const int set = rows_done++ % 2;\n"
     "    const event_t free = set == 0 ? EVENT_ID1 : EVENT_ID2;\n"
     "    TASSIGN(x_tile, 2 * set * kRowBytes);\n    TASSIGN(y_tile, (2 * set + 1) * kRowBytes);\n"
     "    wait_flag(PIPE_MTE3, PIPE_MTE2, free);\n    TLOAD(x_tile, x_row);\n"),
    ("EVENT_ID0", "free"),
    ("    finish_row();\n  }\n",
     "    set_flag(PIPE_MTE3, PIPE_MTE2, free);\n  }\n"
     "  wait_flag(PIPE_MTE3, PIPE_MTE2, EVENT_ID1);\n"
     "  wait_flag(PIPE_MTE3, PIPE_MTE2, EVENT_ID2);\n"),
]


class WhatIf(Scenario):
    def write(self, name, changed):
        core_type, dtype, x_shape, y_shape = PROGRAMS[name]
        folder = self.folder / f"{name}-{'changed' if changed else 'before'}"
        folder.mkdir()
        launch = {"source": str(SOURCES / f"{name}.cpp"), "function": name, "core_type": core_type,
                  "blocks": 1, "args": ["x", "y"], "defines": {"CHANGED": 1} if changed else {}}
        (folder / "kernel_config.py").write_text(
            f'RUNTIME_CONFIG = {{"runtime": "launch"}}\nLAUNCHES = [{launch!r}]\n')
        uniform = {"random": "uniform", "lo": -1, "hi": 1, "seed": 1}
        (folder / "data.json").write_text(json.dumps({"version": 1, "args": [
            {"name": "x", "dtype": dtype, "shape": x_shape, "role": "in", "init": uniform},
            {"name": "y", "dtype": "float32", "shape": y_shape, "role": "out",
             "init": {"fill": 0}}]}))
        return folder

    def run_of(self, program, result):
        """Its report, and the bytes of its result."""
        out = self.folder / "out"
        run = self.run_program(program, "--why", "--no-golden", "--set", "timing.jitter=0",
                               "--out", out)
        self.assert_status(run, 0)
        results = (out / f"{result}.npy").read_bytes()
        shutil.rmtree(out)
        return run.report, results

    def compare(self, name, before, changed, line, result="y"):
        """The marked wait's gain, and what the change really gains, by run."""
        was, results = self.run_of(before, result)
        now, changed_results = self.run_of(changed, result)
        self.assertTrue(results == changed_results, "the change changes the result")
        gains = [wait["gain_cycles"] for wait in was["time"]["waits"]
                 if wait["source"].endswith(line)]
        self.assertTrue(gains, f"no wait at {line}: {was['time']['waits']}")
        predicted, real = max(gains), was["cycles"] - now["cycles"]
        print(f"{name:20} {was['cycles']:8} -> {now['cycles']:8} cycles, gain {real:7}, "
              f"predicted {predicted:7} ({100 * (predicted / real - 1) if real else 0:+.1f} %)")
        self.assertGreater(real, was["cycles"] * 0.02, "a change that nobody would notice")
        self.assertLessEqual(abs(predicted - real), WITHIN * real)

    def marked_line(self, file):
        lines = [number for number, text in enumerate(file.read_text().splitlines(), 1)
                 if text.endswith("// this wait")]
        self.assertEqual(len(lines), 1, f"{file} marks {len(lines)} waits")
        return f"{file.name}:{lines[0]}"

    def test_a_change_gains_what_was_said(self):
        for name in PROGRAMS:
            with self.subTest(program=name):
                self.compare(name, self.write(name, False), self.write(name, True),
                             self.marked_line(SOURCES / f"{name}.cpp"))

    def test_the_example_with_two_kernels(self):
        """Its second kernel with two sets of buffers."""
        changed = self.copy_of("examples/launched_axpy", "two_sets")
        source = changed / "kernels" / "axpy.cpp"
        before = source.read_text()
        line = next(number for number, text in enumerate(before.splitlines(), 1)
                    if "wait_flag(PIPE_MTE3, PIPE_MTE2" in text)
        first, add = before.split("__global__ AICORE void add")
        for old, new in TWO_SETS:
            self.assertIn(old, add)
            add = add.replace(old, new)
        source.write_text(first + "__global__ AICORE void add" + add)
        self.compare("launched_axpy", KERNELS / "examples" / "launched_axpy", changed,
                     f"axpy.cpp:{line}", "sum")


if __name__ == "__main__":
    npusim_runner.main()
