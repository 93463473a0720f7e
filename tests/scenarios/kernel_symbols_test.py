#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a kernel's object may have beside code: constants, and variables of each core's own. And
what of the C library it may call."""
import npusim_runner
from npusim_runner import Scenario, replace_in

# Eight blocks, each on a core of its own.
TASK, TASK_KERNEL = "examples/vector_add", "kernels/aiv/add.cpp"
LAUNCH, LAUNCH_KERNEL = "examples/launched_axpy", "kernels/axpy.cpp"
BEGIN_TASK = "  const int first = get_block_idx(args) * kRowsPerBlock * kColumns;\n"
BEGIN_LAUNCH = "  TASSIGN(y_tile, kRowBytes);\n"


class KernelSymbols(Scenario):
    def fresh_copy(self, program):
        """Of several in one test."""
        return self.copy_of(program, f"program{len(list(self.folder.iterdir()))}")

    def task(self, declaration, statement):
        program = self.fresh_copy(TASK)
        replace_in(program / TASK_KERNEL, 'extern "C" __aicore__', declaration + 'extern "C" __aicore__')
        replace_in(program / TASK_KERNEL, BEGIN_TASK, BEGIN_TASK + statement)
        return self.run_program(program)

    def launch(self, declaration, statement):
        program = self.fresh_copy(LAUNCH)
        replace_in(program / LAUNCH_KERNEL, "__global__ AICORE void add",
                   declaration + "__global__ AICORE void add")
        replace_in(program / LAUNCH_KERNEL, BEGIN_LAUNCH, BEGIN_LAUNCH + statement)
        return program

    def assert_refused(self, run, *texts):
        self.assert_status(run, 3)
        for text in texts:
            self.assertIn(text, run.err)

    def test_a_task_has_constants_and_block_local_variables(self):
        # As PyPTO declares it in kernels of two vector cores.
        run = self.task(
            "[[block_local]] static int32_t pypto_runtime_subblock_id;\n"
            "template <typename T> struct Table { static constexpr T values[3] = {0, 0, 0}; };\n"
            "static const char* const names[] = {\"even\", \"odd\"};\n",
            "  constexpr int steps[] = {4, 5, 6};\n"
            "  pypto_runtime_subblock_id = get_block_idx(args) + steps[first & 1];\n"
            "  pipe_barrier(PIPE_V);\n"
            "  if (pypto_runtime_subblock_id != get_block_idx(args) + 4) trap();\n"
            "  volatile char large[28 * 1024]; large[first & 7] = 1; large[0] = 1;\n"
            "  if (names[first & 1][0] != 'e' || Table<int>::values[first & 1] != 0) trap();\n")
        self.assert_status(run, 0)

    def test_a_task_has_no_other_variables(self):
        # By its own name, which is also how C++ mangles a type.
        self.assert_refused(self.task("int c;\n", "  ++c;\n"), "outlives the call", "found 'c'")

    def test_nor_has_a_template(self):
        self.assert_refused(
            self.task("template <typename T> int counted(T a) { static T sum; return sum += a; }\n",
                      "  if (counted(first) < 0) return;\n"), "outlives the call", "counted")

    def test_nor_has_a_thread(self):
        self.assert_refused(self.task("thread_local int calls = 1;\n", "  ++calls;\n"),
                            "outlives the call", "calls")

    def test_a_launch_has_no_variables_of_threads(self):
        # All cores run on one.
        run = self.run_program(self.launch("thread_local int calls = 1;\n", "  ++calls;\n"))
        self.assert_refused(run, "outlives the call", "calls")

    def test_a_task_calls_no_function_that_goes_past_the_simulator(self):
        self.assert_refused(self.task("#include <cstring>\n",
                                      "  if (strlen(reinterpret_cast<char*>(args)) > 4096) return;\n"),
                            "strlen")

    def test_nor_does_a_launch_that_says_nothing_of_host_code(self):
        program = self.launch("#include <cstring>\n",
                              "  if (strlen(reinterpret_cast<char*>(x)) > 4096) return;\n")
        self.assert_refused(self.run_program(program), "strlen")
        replace_in(program / "kernel_config.py", '"core_type": "aiv"',
                   '"core_type": "aiv", "host_code": True')
        self.assert_status(self.run_program(program), 0)

    HOST = ("int chosen(const char* name);  // in a library of the host's\n"
            "void host(const char* name, float* x, float* y, float* sum) {\n"
            "  if (strlen(name) > 2) add<<<chosen(name), 0, nullptr>>>(x, y, sum, 1);\n}\n")

    def with_host_part(self, statement):
        program = self.launch("#include <cstring>\n", statement)
        with open(program / LAUNCH_KERNEL, "a", encoding="utf-8") as source:
            source.write(self.HOST)
        return self.run_program(program)

    def test_a_source_that_launches_kernels_calls_what_it_likes_on_the_host(self):
        self.assert_status(self.with_host_part(""), 0)

    def test_its_kernels_do_not(self):
        self.assert_refused(
            self.with_host_part("  if (strlen(reinterpret_cast<char*>(x)) > 4096) return;\n"),
            "strlen")


if __name__ == "__main__":
    npusim_runner.main()
