#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kernels on the device's own instructions, without a tile library."""
import npusim_runner
from npusim_runner import Scenario, replace_in

EXAMPLE = "examples/intrinsics_scale"
KERNEL = "kernels/scale.cpp"
SET = "    set_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);\n"
WAIT = "    wait_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);\n"


class Intrinsics(Scenario):
    def changed(self, old, new):
        program = self.copy_of(EXAMPLE)
        replace_in(program / KERNEL, old, new)
        return program

    def test_a_kernel_of_intrinsics_agrees_with_its_golden(self):
        run = self.run_program(EXAMPLE)
        self.assert_status(run, 0)
        self.assertTrue(all(output["equal"] for output in run.report["golden"]))

    def test_a_missing_flag_is_a_race_at_the_intrinsics_lines(self):
        run = self.run_program(self.changed(SET + WAIT, ""))
        self.assert_status(run, 66)
        race = next(f for f in run.report["findings"] if f["hazard"] == "RAW")
        self.assertEqual((race["first"]["op"], race["second"]["op"]),
                         ("copy_gm_to_ubuf_align", "vmuls"))
        for access in (race["first"], race["second"]):
            self.assertRegex(access["source"], r"scale\.cpp:\d+$")
            self.assertNotIn("library", access)

    def test_an_access_beyond_the_memory_is_a_finding(self):
        # The core stops there, so that the launch does not end.
        run = self.run_program(self.changed("row_in + kColumns;", "row_in + 192 * 256;"))
        self.assert_status(run, 67)
        self.assertIn("out-of-bounds", [f["hazard"] for f in run.report["findings"]])

    def test_what_only_compiles_ends_the_run_by_name(self):
        run = self.run_program(self.changed(WAIT, WAIT + "    set_aipp_spr_3(1);\n"))
        self.assert_status(run, 68)
        self.assertIn("set_aipp_spr_3", run.text)

    def test_an_intrinsic_of_another_chip_is_named(self):
        run = self.run_program(self.changed(WAIT, WAIT + "    vexpdif(row_in, row_in);\n"))
        self.assert_status(run, 3)
        self.assertIn("vexpdif", run.err)

    def test_what_kernels_print_is_on_stderr_with_who_printed_it(self):
        run = self.run_program(self.changed(
            WAIT, WAIT + '    if (row == 7) printf("row %d of ", 7), cce::printf("%d\\n", rows);\n'))
        self.assert_status(run, 0)
        self.assertRegex(run.err, r"AIV \d+, task 0 block 7, cycle \d+: row 7 of 200\n")
        self.assertNotIn("row 7 of", run.out)


if __name__ == "__main__":
    npusim_runner.main()
