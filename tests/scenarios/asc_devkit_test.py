#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kernels in Ascend C, against a checkout of asc-devkit. Most is skipped where ASC_DEVKIT_ROOT names
none."""
import os
import pathlib
import shutil
import unittest

import npusim_runner
from npusim_runner import Scenario, replace_in

CHECKOUT = os.environ.pop("ASC_DEVKIT_ROOT", None)
PROGRAM = pathlib.Path(__file__).parent / "ascend_c"
MATMUL = pathlib.Path(__file__).parent / "ascend_c_matmul"
FUSED = pathlib.Path(__file__).parent / "ascend_c_fused"
WAIT = "    source = loaded.DeQue<float>();  // waits\n"


class BadCheckouts(Scenario):
    def test_a_folder_that_is_no_checkout(self):
        run = self.run_program(PROGRAM, "--asc-devkit", self.folder)
        self.assert_status(run, 3)
        self.assertIn("a checkout of asc-devkit, which has include/kernel_operator.h", run.err)

    def test_a_checkout_without_this_chip(self):
        (self.folder / "include").mkdir()
        (self.folder / "include" / "kernel_operator.h").write_text("")
        run = self.run_program(PROGRAM, "--asc-devkit", self.folder)
        self.assert_status(run, 3)
        self.assertIn("headers for a2a3", run.err)

    def test_two_libraries_at_once(self):
        run = self.run_program(PROGRAM, "--asc-devkit", self.folder, "--pto-isa", self.folder)
        self.assert_status(run, 3)
        self.assertIn("one library for the kernels", run.err)

    def test_without_a_checkout_the_compiler_names_the_header(self):
        run = self.run_program(PROGRAM)
        self.assert_status(run, 3)
        self.assertIn("acl/acl.h", run.err)
        self.assertIn("--asc-devkit", run.err)


@unittest.skipUnless(CHECKOUT, "ASC_DEVKIT_ROOT names no checkout")
class Checkout(Scenario):
    def changed_copy(self, old, new):
        program = self.folder / "program"
        shutil.copytree(PROGRAM, program)
        replace_in(program / "scale_rows.asc", old, new)
        return program

    def test_a_source_with_its_host_part_agrees_with_its_golden(self):
        run = self.run_program(PROGRAM, "--asc-devkit", CHECKOUT)
        self.assert_status(run, 0)
        self.assertTrue(all(output["equal"] for output in run.report["golden"]))
        self.assertIn("rows 60", run.err)

    def test_a_product_by_the_matmul_interface_agrees_with_its_golden(self):
        # Its host part calls the tiling library, of which the checkout has declarations alone here.
        run = self.run_program(MATMUL, "--asc-devkit", CHECKOUT)
        self.assert_status(run, 0)
        self.assertTrue(all(output["equal"] for output in run.report["golden"]))

    def test_vector_cores_get_products_by_messages_and_agree_with_the_golden(self):
        for seed in range(1, 6):
            run = self.run_program(FUSED, "--asc-devkit", CHECKOUT, "--seed", seed)
            self.assert_status(run, 0)
            self.assertTrue(all(output["equal"] for output in run.report["golden"]))

    def test_a_product_that_leaves_before_it_is_clamped_is_a_race(self):
        program = self.folder / "program"
        shutil.copytree(FUSED, program)
        replace_in(program / "clamp_product.asc",
                   "    leaves.EnQue(clamped);\n    clamped = leaves.DeQue<float>();  // waits\n", "")
        run = self.run_program(program, "--asc-devkit", CHECKOUT)
        self.assert_status(run, 66)
        errors = [f for f in run.report["findings"] if f["severity"] == "error"]
        self.assertEqual({(f["hazard"], f["space"]) for f in errors}, {("RAW", "UB")})
        self.assertRegex(errors[0]["second"]["source"], r"clamp_product\.asc:\d+$")

    def test_the_configuration_names_the_checkout(self):
        program = self.changed_copy(WAIT, WAIT)
        with open(program / "kernel_config.py", "a", encoding="utf-8") as config:
            config.write(f"ASC_DEVKIT = {CHECKOUT!r}\n")
        self.assert_status(self.run_program(program), 0)

    def test_a_race_names_the_users_line_and_the_librarys(self):
        run = self.run_program(self.changed_copy(WAIT, ""), "--asc-devkit", CHECKOUT)
        self.assert_status(run, 66)
        access = run.report["findings"][0]["first"]
        self.assertRegex(access["source"], r"scale_rows\.asc:\d+$")
        self.assertEqual(access["op"], "DataCopy (copy_gm_to_ubuf_align)")
        self.assertRegex(access["library"], r"^basic_api/.*\.h:\d+$")

    def test_a_dump_shows_what_the_tensor_holds_then(self):
        program = self.changed_copy("if (AscendC::GetBlockIdx() == 0) AscendC::PRINTF",
                                    "AscendC::DumpTensor(from, 7, 2); AscendC::PRINTF")
        run = self.run_program(program, "--asc-devkit", CHECKOUT)
        self.assert_status(run, 0)
        self.assertRegex(run.err, r"AIV 0, .*: DumpTensor 7: -?0\.\d+ -?0\.\d+\n")


if __name__ == "__main__":
    npusim_runner.main()
