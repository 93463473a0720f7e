#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kernels compiled against a checkout of pto-isa. Skipped where PTO_ISA_ROOT names none."""
import os
import unittest

import npusim_runner
from npusim_runner import Scenario, replace_in

CHECKOUT = os.environ.get("PTO_ISA_ROOT")
EXAMPLE = "examples/launched_axpy"
KERNEL = "kernels/axpy.cpp"
LOAD = "    TLOAD(y_tile, y_row);\n"
SET = "    set_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);\n"


class BadCheckouts(Scenario):
    def test_a_folder_that_is_no_checkout(self):
        run = self.run_program(EXAMPLE, "--pto-isa", self.folder)
        self.assert_status(run, 3)
        self.assertIn("a checkout of pto-isa, which has include/pto/pto-inst.hpp", run.err)
        run = self.run_program(EXAMPLE, "--pto-isa", self.folder / "nowhere")
        self.assert_status(run, 3)
        self.assertIn("does not exist", run.err)

    def broken_checkout(self):
        include = self.folder / "include" / "pto"
        (include / "npu" / "a2a3").mkdir(parents=True)
        (include / "common").mkdir()
        for header in ("type.hpp", "arch_macro.hpp", "pto_tile.hpp"):
            (include / "common" / header).write_text("")
        (include / "pto-inst.hpp").write_text("// nothing\nthis is no C++;\n")
        return self.folder

    def test_a_header_that_does_not_compile_is_named_with_its_line(self):
        run = self.run_program(EXAMPLE, "--pto-isa", self.broken_checkout())
        self.assert_status(run, 3)
        self.assertIn("pto-inst.hpp:2", run.err)

    def test_headers_in_the_current_folder_are_not_npusims(self):
        checkout = self.broken_checkout()
        (self.folder / "cce").mkdir()
        (self.folder / "cce" / "pto_isa.h").write_text("#error the current folder's\n")
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(self.folder)
        run = self.run_program(EXAMPLE, "--pto-isa", checkout)
        self.assert_status(run, 3)
        self.assertIn("pto-inst.hpp:2", run.err)
        self.assertNotIn("the current folder's", run.err)


@unittest.skipUnless(CHECKOUT, "PTO_ISA_ROOT names no checkout")
class Checkout(Scenario):
    def test_the_same_program_agrees_with_its_golden(self):
        run = self.run_program(EXAMPLE, "--pto-isa", CHECKOUT)
        self.assert_status(run, 0)
        self.assertTrue(all(output["equal"] for output in run.report["golden"]))

    def test_a_race_names_the_users_line(self):
        program = self.copy_of(EXAMPLE)
        replace_in(program / KERNEL, LOAD + SET, SET + LOAD)
        run = self.run_program(program, "--pto-isa", CHECKOUT)
        self.assert_status(run, 66)
        access = run.report["findings"][0]["first"]
        self.assertRegex(access["source"], r"axpy\.cpp:\d+$")
        self.assertEqual(access["op"], "TLOAD (copy_gm_to_ubuf_align)")
        self.assertRegex(access["library"], r"^pto/npu/a2a3/TLoad\.hpp:\d+$")
        self.assertRegex(run.text, r"at \S*axpy\.cpp:\d+\n +in pto/npu/a2a3/TLoad\.hpp:\d+\n")


if __name__ == "__main__":
    npusim_runner.main()
