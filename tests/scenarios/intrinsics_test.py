#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kernels on the device's own instructions, without a tile library."""
import shutil
import struct

import npusim_runner
from npusim_runner import Run, Scenario, replace_in

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
        # The core stops there, so that the launch does not end: one cause, whose status counts.
        program = self.changed("row_in + kColumns;", "row_in + 192 * 256;")
        trace = self.folder / "run.h5"
        run = self.run_program(program, "--trace", trace, "--trace-local")
        self.assert_status(run, 66)
        finding = run.report["findings"][0]
        self.assertEqual(finding["hazard"], "out-of-bounds")
        self.assertIn("the run stalls: AIV 0 and 47 more never end their blocks", finding["follows"])
        self.assertIn("did not end", run.report["stall"]["reason"])
        recorded = Run(["trace", "races", trace], self.folder)
        self.assertEqual(recorded.status, 66, recorded.text)
        self.assertIn("the run stalls: AIV 0 and 47 more never end their blocks", recorded.text)

    def test_a_stall_that_no_finding_explains_stays_one(self):
        program = self.changed("row_in + kColumns;", "row_in + 192 * 256;")
        self.assert_status(self.run_program(program, "--checks", "race,sync"), 67)
        # Block 3 loops by itself.
        replace_in(program / KERNEL, WAIT, "    while (row == 3) row_in[3] = 1.f;\n" + WAIT)
        self.assert_status(self.run_program(program), 67)

    def test_a_negative_address_is_shown_as_one(self):
        run = self.run_program(self.changed("row_in + kColumns;", "row_in - 16;"))
        self.assert_status(run, 66)
        self.assertIn("UB bytes [-64, ", run.text)

    def test_a_missing_flag_is_one_error_whatever_reads_too_early(self):
        read = "    if (row_out[{}] > 1e30f) y[{}] = 1;\n"
        program = self.changed("    set_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);\n",
                               read.format(3, 0) + read.format(5, 1) +
                               "    set_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);\n")
        run = self.run_program(program)
        self.assert_status(run, 66)
        self.assertEqual([f["hazard"] for f in run.report["findings"]], ["RAW"])
        self.assertEqual(len(run.report["findings"][0]["follows"]), 2)

    def test_what_only_compiles_ends_the_run_by_name(self):
        run = self.run_program(self.changed(WAIT, WAIT + "    load_image_to_cbuf(row_in, 1, 2);\n"))
        self.assert_status(run, 68)
        self.assertIn("load_image_to_cbuf", run.text)

    def test_an_intrinsic_of_another_chip_is_named(self):
        run = self.run_program(self.changed(WAIT, WAIT + "    vexpdif(row_in, row_in);\n"))
        self.assert_status(run, 3)
        self.assertIn("vexpdif", run.err)

    def test_a_kernel_compiled_for_the_wrong_kind_of_core_is_told_what_that_lacks(self):
        program = self.copy_of(EXAMPLE)
        replace_in(program / "kernel_config.py", '"aiv"', '"aic"')
        run = self.run_program(program)
        self.assert_status(run, 67)
        self.assertIn("UB has 0 bytes on this core", run.text)
        self.assertIn("a flag names pipe V, which an AIC does not have", run.text)

    def test_atomic_stores_of_all_cores_add_up_and_do_not_race(self):
        program = self.changed("  set_mask_norm();\n",
                               "  set_st_atomic_cfg(ATOMIC_F32, ATOMIC_SUM);\n"
                               "  st_atomic<float>(1.5f, y);\n  dsb(DSB_ALL);\n"
                               "  if (rows > 0) return;\n  set_mask_norm();\n")
        run = self.run_program(program, "--out", self.folder / "out")
        # Only a note: the order of additions of floats is free.
        self.assertEqual([f["severity"] for f in run.report["findings"]], ["note"])
        array = (self.folder / "out" / "y.npy").read_bytes()
        header = struct.unpack_from("<H", array, 8)[0]
        self.assertEqual(struct.unpack_from("<f", array, 10 + header)[0], 48 * 1.5)

    def test_what_kernels_print_is_on_stderr_with_who_printed_it(self):
        run = self.run_program(self.changed(
            WAIT, WAIT + '    if (row == 7) printf("row %d of ", 7), cce::printf("%d\\n", rows);\n'))
        self.assert_status(run, 0)
        self.assertRegex(run.err, r"AIV \d+, task 0 block 7, cycle \d+: row 7 of 200\n")
        self.assertNotIn("row 7 of", run.out)

    def test_a_line_that_no_print_ends_is_shown_when_the_kernel_returns(self):
        run = self.run_program(self.changed(WAIT, WAIT + '    if (row == 7) printf("row %d", 7);\n'))
        self.assert_status(run, 0)
        self.assertRegex(run.err, r"AIV \d+, task 0 block 7, cycle \d+: row 7\n")

    def test_a_loop_that_only_prints_is_a_stall(self):
        run = self.run_program(self.changed(WAIT, WAIT + '    while (row == 7) printf(".");\n'))
        self.assert_status(run, 67)
        self.assertIn("an endless loop?", run.text)

    def test_a_poll_by_loads_that_bring_nothing_new_is_a_stall(self):
        # As a barrier in GM does, of which one core never comes.
        run = self.run_program(self.changed(WAIT, WAIT +
                                            "    while (row == 7 && row_in[0] != 77.f) {\n"
                                            "      copy_gm_to_ubuf_align_b32(row_in, x, 0, 1, 32, 0, 0, 0, 0);\n"
                                            "      set_flag(PIPE_MTE2, PIPE_S, EVENT_ID0);\n"
                                            "      wait_flag(PIPE_MTE2, PIPE_S, EVENT_ID0);\n"
                                            "    }\n"))
        self.assert_status(run, 67)
        self.assertIn("nothing has happened for", run.text)

    def test_calls_that_the_device_does_not_allow_are_findings(self):
        copy = "vadds(row_out + 512, row_in, 1.f, 4, 1, 1, 8, 8); set_vector_mask(-1, -1);"
        message = "ffts_cross_core_sync({}, 1 | 0 << 4 | {} << 8);"
        for call, status, hazard, severity, says in (
                ("pipe_barrier(PIPE_S);", 67, "illegal-pipe", "error",
                 "pipe_barrier(PIPE_S) is not allowed"),
                (f"set_vector_mask(0, 0); {copy}", 0, "empty-mask", "warning", "vadds has no lane"),
                # Lanes of 32 bits have the low half of the mask.
                (f"set_vector_mask(-1, 0); {copy}", 0, "empty-mask", "warning", "vadds has no lane"),
                (message.format("PIPE_MTE3", 16), 67, "bad-flag-id", "error", "flag 16"),
                ("wait_flag_dev(31);", 67, "bad-flag-id", "error", "flag 31"),
                ("if (row == block_idx) { " + message.format("PIPE_S", 3) + " wait_flag_dev(3); }",
                 0, "flag-from-scalar", "warning", "pipe S")):
            with self.subTest(call=call):
                run = self.run_program(self.changed(WAIT, WAIT + f"    {call}\n"))
                shutil.rmtree(self.folder / "program")
                self.assert_status(run, status)
                finding = run.report["findings"][0]
                self.assertEqual((finding["hazard"], finding["severity"]), (hazard, severity))
                self.assertIn(says, finding["message"])

    def test_a_result_over_what_a_later_repeat_reads_is_an_error(self):
        for result, source, to_stride, from_stride, overlaps in (
                (512, 448, 8, 8, True), (448, 512, 8, 8, False), (512, 512, 8, 8, False),
                (512, 512, 16, 8, True), (512, 512, 8, 16, False), (1024, 448, 8, 8, False)):
            call = f"vadds(row_in + {result}, row_in + {source}, 1.f, 4, 1, 1, {to_stride}, " \
                   f"{from_stride});"
            with self.subTest(call=call):
                run = self.run_program(self.changed(WAIT, WAIT + f"    {call}\n"))
                shutil.rmtree(self.folder / "program")
                found = [f["hazard"] for f in run.report["findings"]]
                self.assertEqual("over-later-repeat" in found, overlaps, run.text)

    def test_a_mask_is_to_be_restored_before_a_library_call_or_at_the_end(self):
        for litmus, fix in (("mode_mask_call", "before this call: set_mask_norm()"),
                            ("mode_mask_left", "restore the default mode before the kernel ends")):
            run = self.run_program(f"races/{litmus}/racy")
            self.assert_status(run, 67)
            self.assertEqual(run.report["findings"][0]["hazard"], "mode-leak")
            self.assertIn(fix, run.report["findings"][0]["fix"])

    def test_no_element_in_count_mode_is_no_operation(self):
        run = self.run_program(self.changed(
            WAIT, WAIT + "    set_mask_count(); set_vector_mask(0, 0);\n"
            "    vadds(row_out + 512, row_in, 1.f, 4, 1, 1, 8, 8);\n"
            "    set_mask_norm(); set_vector_mask(-1, -1);\n"))
        self.assert_status(run, 0)

    def test_a_sender_that_waits_for_nobody_depends_on_counted_sets(self):
        def ahead(litmus):
            run = self.run_program(f"races/{litmus}/fixed")
            self.assert_status(run, 0)
            return [(f["severity"], f["contested"]["knob"]) for f in run.report["findings"]
                    if f["hazard"] == "flag-runs-ahead"]

        self.assertEqual(ahead("cluster_overflow"), [("warning", "cross_core.most_sets")])
        # It sends twice before a wait too, but takes credits.
        self.assertEqual(ahead("cluster_credits_end"), [])

    def test_a_loop_that_computes_for_ever_is_a_stall(self):
        for loop in ("while (row == 7) vmuls(row_out, row_in, factor, 4, 1, 1, 8, 8);",
                     "while (row == 7) { vadds(row_out, row_in, 1.f, 4, 1, 1, 8, 8);"
                     " pipe_barrier(PIPE_V); }",
                     "while (row == 7) { y[row * kColumns] = x[0]; dcci(y, SINGLE_CACHE_LINE);"
                     " vmuls(row_out, row_in, factor, 4, 1, 1, 8, 8); pipe_barrier(PIPE_V); }",
                     # What is stored or set, and not read, is no way out.
                     "while (row == 7) *(volatile __ubuf__ float*)row_out = 1.f;",
                     "while (row == 7) *(volatile __gm__ float*)y = 1.f;",
                     "while (row == 7) set_flag(PIPE_V, PIPE_MTE3, EVENT_ID1);"):
            with self.subTest(loop=loop):
                run = self.run_program(self.changed(WAIT, WAIT + f"    {loop}\n"))
                shutil.rmtree(self.folder / "program")
                self.assert_status(run, 67)
                self.assertRegex(run.text, r"AIV 7: .*(loops for ever|nothing has happened)")
                self.assertIn("scale.cpp:18", run.text)
                self.assertLess(run.report["peak_rss_bytes"], 300e6)

    def test_a_loop_without_a_body_is_a_stall(self):
        # The compiler makes one instruction of it, without a call.
        run = self.run_program(self.changed(WAIT, WAIT + "    while (row == 7) row_out[3] = 1.f;\n"))
        self.assert_status(run, 67)
        self.assertRegex(run.text, r"AIV 7: .*loops for ever: its loop has no body")

    def test_cores_that_all_race_for_ever_are_a_stall_soon(self):
        race = ("while (true) copy_ubuf_to_gm_align_b32(y, row_out, 0, 1, 1024, 0, 0, 0, 0);",
                # It reads, so that what the others do could change its way.
                "while (*(volatile __gm__ float*)x != 5.f) vmuls(row_out, row_in, factor, 4, 1, 1, 8,"
                " 8);")
        for loop in race:
            with self.subTest(loop=loop):
                run = self.run_program(self.changed(WAIT, WAIT + f"    {loop}\n"))
                shutil.rmtree(self.folder / "program")
                self.assert_status(run, 67)
                self.assertLess(run.report["instructions"], 2_000_000)
                self.assertLess(run.report["peak_rss_bytes"], 300e6)

    def test_a_long_loop_that_ends_is_not_taken_for_endless(self):
        for loop in ("for (int i = 0; row == 7 && i < 20'000; ++i)"
                     " vmuls(row_out, row_in, factor, 4, 1, 1, 8, 8);",
                     # As often as it takes until what it reads has come so far.
                     "row_out[0] = 0; set_flag(PIPE_S, PIPE_V, EVENT_ID0);"
                     " wait_flag(PIPE_S, PIPE_V, EVENT_ID0);"
                     " while (row == 7 && row_out[0] < 5000) {"
                     " vadds(row_out, row_out, 1.f, 4, 1, 1, 8, 8);"
                     " set_flag(PIPE_V, PIPE_S, EVENT_ID0); wait_flag(PIPE_V, PIPE_S, EVENT_ID0); }",
                     # A count that no register holds.
                     "set_ctrl(0); while (row == 7 && get_ctrl() < 5000) {"
                     " set_ctrl(get_ctrl() + 1); vmuls(row_out, row_in, factor, 4, 1, 1, 8, 8);"
                     " pipe_barrier(PIPE_V); } set_ctrl(0);"):
            with self.subTest(loop=loop):
                run = self.run_program(self.changed(WAIT, WAIT + f"    {loop}\n"))
                shutil.rmtree(self.folder / "program")
                self.assertNotEqual(run.status, 67, run.text)
                self.assertIsNotNone(run.report["tasks"][0]["end_cycle"])


if __name__ == "__main__":
    npusim_runner.main()
