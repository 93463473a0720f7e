#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a program or its data ends in a clear message and the documented status."""
import json

import npusim_runner
from npusim_runner import Run, Scenario, replace_in

ADD = "kernels/aiv/add.cpp"
BODY = "  // Both sets start free: nothing of them is being stored.\n"


class BadProgram(Scenario):
    def spoiled_add(self, statement):
        """vector_add with a statement in front of its kernel's work."""
        program = self.copy_of("examples/vector_add")
        replace_in(program / ADD, BODY, statement + "\n" + BODY)
        return program

    def test_missing_kernel_source(self):
        program = self.copy_of("examples/vector_add")
        (program / ADD).unlink()
        run = self.run_program(program)
        self.assert_status(run, 3)
        self.assertIn("add.cpp", run.err)
        self.assertIn("kernel_config.py", run.err)

    def test_an_empty_data_file_is_called_empty(self):
        program = self.copy_of("examples/vector_add")
        (program / "data.json").write_text("")
        run = self.run_program(program)
        self.assert_status(run, 3)
        self.assertIn("found an empty file", run.err)

    def test_a_folder_of_headers_that_does_not_exist_is_named(self):
        program = self.copy_of("examples/intrinsics_scale")
        replace_in(program / "kernel_config.py", '"core_type": "aiv"',
                   '"core_type": "aiv", "include_dirs": ["kernels", "nowhere"]')
        run = self.run_program(program)
        self.assert_status(run, 3)
        self.assertRegex(run.err, r"include_dirs\[1\]: expected a folder, found no folder .*nowhere")

    def test_a_knob_with_a_slip_of_the_finger_is_told_the_right_one(self):
        run = self.run_program("examples/vector_add", "--set", "gm.store_visibel=at_flag")
        self.assert_status(run, 2)
        self.assertIn("did you mean 'gm.store_visible'?", run.err)
        explained = Run(["explain", "TADDD"], self.folder)
        self.assertIn("did you mean 'TADD'", explained.err)
        self.assertIn("tile instruction TADD", Run(["explain", "tadd"], self.folder).out)

    def test_kernel_that_does_not_compile_shows_file_and_line(self):
        run = self.run_program(self.spoiled_add("  TADD(nothing);"))
        self.assert_status(run, 3)
        self.assertRegex(run.err, r"add\.cpp:\d+")

    def test_instruction_that_is_not_modelled(self):
        run = self.run_program(self.spoiled_add("  UbTile a, b; TPREFETCH(a, b);"))
        self.assert_status(run, 68)
        self.assertRegex(run.text, r"add\.cpp:\d+: TPREFETCH is not modelled")
        self.assertEqual(run.report["verdict"], "inconclusive")

    def test_scalar_loop_without_end_is_a_stall(self):
        run = self.run_program(self.spoiled_add("  volatile int turn = 1; while (turn) turn = 1;"))
        self.assert_status(run, 67)
        self.assertIn("100", run.report["stall"]["reason"])
        self.assertRegex(run.text, r"507018|507046")
        self.assertIn("endless loop", run.text)

    def test_wait_without_a_set_names_the_flag(self):
        run = self.run_program(self.spoiled_add("  wait_flag(PIPE_V, PIPE_S, EVENT_ID3);"))
        self.assert_status(run, 67)
        self.assertIn("S waits for V->S EVENT_ID3", run.text)
        self.assertRegex(run.text, r"507018|507046")

    def test_tile_beyond_ub(self):
        run = self.run_program(self.spoiled_add(
            "  UbTile far; TASSIGN(far, 190 * 1024); GmTile rows(x); TLOAD(far, rows);"))
        self.assert_status(run, 66)
        finding = [f for f in run.report["findings"] if f["check"] == "mem"][0]
        self.assertEqual(finding["space"], "UB")
        self.assertIn("196608", run.text)
        self.assertIn("add.cpp", finding["first"]["source"])

    def test_wild_pointer_stops_the_core_and_not_the_simulator(self):
        run = self.run_program(self.spoiled_add(
            "  *reinterpret_cast<volatile int*>(uintptr_t{16}) = first;"))
        self.assert_status(run, 66)
        self.assertIn("which is no device memory", run.text)

    def test_division_by_zero_in_scalar_code(self):
        run = self.run_program(self.spoiled_add(
            "  volatile int zero = 0; volatile int result = 1 / zero; (void)result;"))
        self.assert_status(run, 67)
        self.assertIn("divides by zero", run.text)

    def test_barrier_on_a_pipe_the_core_lacks(self):
        run = self.run_program(self.spoiled_add("  pipe_barrier(PIPE_FIX);"))
        self.assert_status(run, 67)
        self.assertIn("FIX", run.text)

    def test_flag_left_set_at_the_end(self):
        run = self.run_program(self.spoiled_add("  set_flag(PIPE_V, PIPE_S, EVENT_ID6);"))
        self.assert_status(run, 67)
        self.assertIn("V->S EVENT_ID6", run.text)


class BadOrchestration(Scenario):
    def run_with(self, statement, host_code=507018):
        """vector_add with a statement in front of its orchestration's work."""
        program = self.copy_of("examples/vector_add")
        replace_in(program / "orchestration/add.cpp", "  CoreTaskArgs add;",
                   statement + "\n  CoreTaskArgs add;")
        run = self.run_program(program)
        self.assert_status(run, 67)
        self.assertIn(f"host code {host_code}", run.report["stall"]["reason"])
        return run

    def test_division_by_zero(self):
        run = self.run_with("  volatile int zero = 0; volatile int one = 1 / zero; (void)one;")
        self.assertIn("the orchestration divides by zero", run.report["stall"]["reason"])

    def test_wild_pointer(self):
        run = self.run_with("  *reinterpret_cast<volatile int*>(uintptr_t{16}) = 1;")
        self.assertIn("the orchestration uses address 0x10", run.report["stall"]["reason"])

    def test_loop_without_end(self):
        run = self.run_with("  volatile int turn = 1; while (turn) turn = 1;", 507046)
        self.assertIn("orchestrator: runs scalar code", run.text)


class BadData(Scenario):
    def with_data(self, change):
        program = self.copy_of("examples/vector_add")
        data = json.loads((program / "data.json").read_text())
        change(data)
        (program / "data.json").write_text(json.dumps(data))
        run = self.run_program(program)
        self.assert_status(run, 3)
        self.assertIn("data.json", run.err)
        return run.err

    def test_wrong_shape(self):
        def change(data):
            data["args"][0]["shape"] = [256, -1]
        self.assertIn("shape", self.with_data(change))

    def test_values_that_do_not_fit_the_shape(self):
        def change(data):
            data["args"][0]["init"] = {"values": [1, 2, 3]}
        error = self.with_data(change)
        self.assertIn("131072", error)
        self.assertIn("3", error)

    def test_unknown_dtype_and_key(self):
        def dtype(data):
            data["args"][0]["dtype"] = "float31"
        self.assertIn("float31", self.with_data(dtype))

        def key(data):
            data["args"][0]["colour"] = "red"
        (self.folder / "program").rename(self.folder / "first")
        self.assertIn("colour", self.with_data(key))

    def test_truncated_array_file(self):
        program = self.copy_of("examples/vector_add")
        (program / "x.npy").write_bytes(b"\x93NUMPY\x01\x00")
        data = json.loads((program / "data.json").read_text())
        data["args"][0]["init"] = {"file": "x.npy"}
        (program / "data.json").write_text(json.dumps(data))
        run = self.run_program(program)
        self.assert_status(run, 3)
        self.assertIn("x.npy", run.err)

    def test_missing_data_file_program_and_knob(self):
        self.assert_status(self.run_program("examples/vector_add", "--data", "no.json"), 3)
        self.assert_status(self.run_program("no/such/program"), 3)
        self.assert_status(self.run_program("examples/vector_add", "--set", "no.knob=1"), 2)

    def test_paths_that_the_system_refuses(self):
        name = str(self.folder / ("x" * 300))
        (self.folder / "loop").symlink_to("loop")
        for arguments in (["run", name], ["run", self.folder / "loop/program"], ["new", name],
                          ["run", "examples/vector_add", "--trace", name],
                          ["run", "examples/vector_add", "--pto-isa", name],
                          ["golden", "compare", name, name]):
            with self.subTest(arguments=arguments):
                run = npusim_runner.Run(arguments, self.folder)
                self.assert_status(run, 3)
                self.assertIn("expected a path that can be used", run.err)

    def test_block_table_entry_outside_the_tensor(self):
        source = npusim_runner.KERNELS / "compressor/ratio4/data.json"
        data = json.loads(source.read_text())
        table = next(a for a in data["args"] if a["name"] == "compress_state_block_table")
        table["init"] = {"values": [4096], "repeat": True}
        for argument in data["args"]:
            argument.pop("golden", None)
        data.pop("golden_program", None)
        bad = self.folder / "bad.json"
        bad.write_text(json.dumps(data))
        run = self.run_program("compressor/ratio4", "--data", bad, "--no-golden")
        self.assert_status(run, 66)
        findings = [f for f in run.report["findings"] if f["check"] == "mem"]
        self.assertTrue(findings)
        self.assertIn("compress_state", findings[0]["message"] + findings[0]["first"]["range"])


if __name__ == "__main__":
    npusim_runner.main()
