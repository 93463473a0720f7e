#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Programs without a task runtime: launches as a user writes them, and what goes wrong with them."""
import shutil

import npusim_runner
from npusim_runner import Scenario, replace_in

EXAMPLE = "examples/launched_axpy"
KERNEL = "kernels/axpy.cpp"
LOAD = "    TLOAD(y_tile, y_row);\n"
SET = "    set_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);\n"


class Launches(Scenario):
    def changed(self, file, old, new):
        program = self.copy_of(EXAMPLE)
        replace_in(program / file, old, new)
        return program

    def assert_bad_input(self, old, new, *mentions):
        run = self.run_program(self.changed("kernel_config.py", old, new))
        self.assert_status(run, 3)
        for text in mentions:
            self.assertIn(text, run.err)

    def added(self, code, function, arguments):
        """The example with `code` at its kernel's end, as the only launch."""
        program = self.changed("kernel_config.py", '"function": "add"', f'"function": "{function}"')
        replace_in(program / "kernel_config.py", '["scaled", "y", "sum", "rows"]', arguments)
        with open(program / KERNEL, "a", encoding="utf-8") as source:
            source.write(code)
        return program

    def test_two_launches_are_two_tasks_one_after_the_other(self):
        run = self.run_program(EXAMPLE)
        self.assert_status(run, 0)
        first, second = run.report["tasks"]
        self.assertEqual((first["name"], first["blocks"]), ("scale<float>", 60))
        self.assertEqual((second["name"], second["blocks"]), ("add", 60))
        self.assertGreater(second["start_cycle"], first["end_cycle"])

    def test_a_source_of_another_checkout_finds_the_headers_of_that_one(self):
        program, checkout = self.copy_of(EXAMPLE), self.folder / "checkout"
        (program / ".git").mkdir()
        for folder in (".git", "kernels", "shared"):
            (checkout / folder).mkdir(parents=True)
        (checkout / "shared" / "rows.h").write_text("#pragma once\n#include <cstdint>\n")
        source = checkout / "kernels" / "axpy.cpp"
        shutil.move(program / KERNEL, source)
        replace_in(source, "#include <cstdint>\n", '#include "../shared/rows.h"\n')
        replace_in(program / "kernel_config.py", f'"source": "{KERNEL}"', f'"source": "{source}"')
        self.assert_status(self.run_program(program), 0)

    def test_a_set_before_its_load_is_a_race_at_the_kernels_line(self):
        run = self.run_program(self.changed(KERNEL, LOAD + SET, SET + LOAD))
        self.assert_status(run, 66)
        finding = run.report["findings"][0]
        self.assertEqual(finding["check"], "race")
        self.assertRegex(finding["first"]["source"], r"axpy\.cpp:\d+$")
        self.assertEqual(finding["first"]["task"], "add")

    def test_the_end_of_a_launch_publishes_scalar_stores_and_leaves_no_state(self):
        # Bytes of a row that no other block writes: a launch's end cleans the data cache, and the
        # next block finds no flag set.
        program = self.changed(KERNEL, "    finish_row();\n  }\n}\n\n__global__ AICORE void add",
                               "    finish_row();\n  }\n  set_flag(PIPE_V, PIPE_MTE3, EVENT_ID5);\n"
                               "}\n\n__global__ AICORE void add")
        replace_in(program / KERNEL, "    TSTORE(sum_row, x_tile);\n",
                   "    for (int i = 0; i < COLUMNS; ++i) {\n"
                   "      sum[row * COLUMNS + i] = y[row * COLUMNS + i] + x[row * COLUMNS + i];\n"
                   "    }\n")
        self.assert_status(self.run_program(program), 0)

    def test_variables_outside_of_functions_are_each_cores_own(self):
        # All cores count at the same time, and some run a second block.
        program = self.changed(KERNEL, "__global__ AICORE void add",
                               "static int counted = 5;\nint halves[2];\n"
                               "__global__ AICORE void add")
        replace_in(program / KERNEL, "  TASSIGN(y_tile, kRowBytes);\n",
                   "  TASSIGN(y_tile, kRowBytes);\n"
                   "  for (int i = 0; i < 20; ++i) {\n"
                   "    if (counted != 5 + i || halves[i % 2] != i / 2) trap();\n"
                   "    ++counted;\n    ++halves[i % 2];\n"
                   "    pipe_barrier(PIPE_V);\n"
                   "  }\n")
        self.assert_status(self.run_program(program), 0)

    def test_a_structure_copied_within_gm_is_a_load_and_a_store(self):
        # The compiler announces the copy's destination before its source.
        program = self.changed(KERNEL, "    TSTORE(sum_row, x_tile);\n",
                               "    struct Cell { float value; };\n"
                               "    Cell* cells = reinterpret_cast<Cell*>(sum + row * COLUMNS);\n"
                               "    for (int i = COLUMNS - 1; i >= 0; --i) {\n"
                               "      sum[row * COLUMNS] = y[row * COLUMNS + i] + x[row * COLUMNS + i];\n"
                               "      if (i > 0) cells[i] = cells[0];\n"
                               "    }\n")
        self.assert_status(self.run_program(program), 0)

    def test_a_struct_is_passed_by_value(self):
        # Between others, and larger than a word; a member is the address of a tensor.
        program = self.added(
            "struct Work { int8_t tag; float* y; short shape[3]; };\n"
            "__global__ AICORE void by_struct(float* x, Work work, float* sum, int rows) {\n"
            "  if (work.tag != -1 || work.shape[2] != 9) trap();\n"
            "  add(x, work.y, sum, rows);\n}\n",
            "by_struct", '["scaled", "work", "sum", "rows"]')
        data = program / "data.json"
        text = data.read_text()
        struct = ('{"name": "work", "struct": [{"dtype": "int8", "value": -1}, {"tensor": "y"},'
                  ' {"dtype": "int16", "value": [3, 6, 9]}]}')
        data.write_text(text.replace('"args": [', '"args": [' + struct + ", ", 1))
        self.assert_status(self.run_program(program), 0)
        data.write_text(text.replace('"args": [', '"args": [' + struct.replace("[3, 6, 9]", "[3, 6, 9, 0, 0]") + ", ", 1))
        run = self.run_program(program)
        self.assert_status(run, 3)
        self.assertIn("a struct of 24 bytes", run.err)
        self.assertIn("struct work of 32 bytes", run.err)

    def test_a_host_function_that_launches_is_called_through(self):
        program = self.added(
            'extern "C" void launch_add(float* x, float* y, float* sum, int rows, void* stream) {\n'
            "  add<<<60, nullptr, stream>>>(x, y, sum, rows);\n}\n"
            "static AICORE void unused() {}\n"
            "void launch_by_rows(float* x, float* y, float* sum, int rows) {\n"
            "  launch_add(x, y, sum, rows, nullptr);\n}\n",
            "launch_by_rows", '["scaled", "y", "sum", "rows"]')
        self.assert_status(self.run_program(program), 0)

    def test_a_header_of_the_users_may_hold_what_only_the_devices_compiler_takes(self):
        # An attribute behind other words, a launch, and scalar code that follows an offset into UB.
        program = self.added(
            '#include "own.hpp"\n'
            "void launch_by_header(float* x, float* y, float* sum, int rows) {\n"
            "  launch_in_header(x, y, sum, rows);\n}\n",
            "launch_by_header", '["scaled", "y", "sum", "rows"]')
        replace_in(program / "kernel_config.py", '"core_type": "aiv"',
                   '"core_type": "aiv", "include_dirs": ["headers"]')
        (program / "headers").mkdir()
        (program / "headers" / "own.hpp").write_text(
            "#pragma once\n"
            "static [aicore] void first_word(int value) {\n"
            "  auto* word = reinterpret_cast<__ubuf__ int*>(0x20000);\n"
            "  word[0] = value;\n"
            "  if (word[0] != value) trap();\n}\n"
            "inline void launch_in_header(float* x, float* y, float* sum, int rows) {\n"
            "  first_word(rows);\n"
            "  add<<<60, nullptr, 0>>>(x, y, sum, rows);\n}\n")
        self.assert_status(self.run_program(program), 0)

    def test_what_only_clang_takes_is_said(self):
        program = self.added("struct Work {\n  template <int N> void run(float*) {}\n"
                             "  template <> void run<1>(float* x) { x[0] = 1; }\n};\n"
                             "__global__ AICORE void special(float* x) { Work().run<1>(x); }\n",
                             "special", '["scaled"]')
        run = self.run_program(program)
        # g++ from 14 on takes it, too.
        if run.status == 3:
            self.assertIn("NPUSIM_CXX=clang++", run.err)

    def test_headers_that_many_include_are_read_once(self):
        # Each includes the two behind it: as many ways to the last as the rabbits of Fibonacci.
        program = self.added('#include "h0.hpp"\n'
                             "void launch_by_headers(float* x, float* y, float* sum, int rows) {\n"
                             "  last_header(x, y, sum, rows);\n}\n",
                             "launch_by_headers", '["scaled", "y", "sum", "rows"]')
        headers = 60
        for number in range(headers):
            (program / "kernels" / f"h{number}.hpp").write_text(
                f'#pragma once\n#include "h{number + 1}.hpp"\n#include "h{number + 2}.hpp"\n')
        (program / "kernels" / f"h{headers + 1}.hpp").write_text("#pragma once\n")
        (program / "kernels" / f"h{headers}.hpp").write_text(
            "#pragma once\ninline [aicore] void last_header(float* x, float* y, float* sum, int rows) {\n"
            "  add(x, y, sum, rows);\n}\n")
        self.assert_status(self.run_program(program), 0)

    def test_a_valid_size_beyond_its_tile_is_an_error_where_the_library_goes_by_it(self):
        code = ("using Rows = Tile<TileType::Vec, float, 8, 64, BLayout::RowMajor, -1, -1>;\n"
                "using Column = Tile<TileType::Vec, float, 8, 1, BLayout::ColMajor, -1, -1>;\n"
                "__global__ AICORE void reduce(float* x, float* y, float* sum, int rows) {\n"
                "  add(x, y, sum, rows);\n  pipe_barrier(PIPE_ALL);\n"
                "  Rows source(8, %s), scratch(8, %s);\n  Column result(8, 1);\n"
                "  TASSIGN(source, 65536);\n  TASSIGN(scratch, 81920);\n  TASSIGN(result, 98304);\n"
                "  TEXPANDS(source, 1.0f);\n  pipe_barrier(PIPE_V);\n"
                "  TROWMAX(result, source, scratch);\n}\n")
        for source, scratch, status in ((64, 64, 0), (64, 128, 0), (128, 64, 66)):
            with self.subTest(source=source, scratch=scratch):
                program = self.added(code % (source, scratch), "reduce",
                                     '["scaled", "y", "sum", "rows"]')
                run = self.run_program(program)
                self.assert_status(run, status)
                self.assertEqual("valid-beyond-tile" in run.text, status != 0)
                shutil.rmtree(program)

    def test_a_name_that_data_json_does_not_have(self):
        self.assert_bad_input('"scaled", "factor"', '"scald", "factor"', "LAUNCHES[0].args[1]",
                              "scald", "x y scaled sum factor rows")

    def test_blocks_out_of_range(self):
        for blocks in ("0", "65536", "-1", "1.5"):
            with self.subTest(blocks):
                self.folder = self.folder / "next"
                self.folder.mkdir()
                self.assert_bad_input('"blocks": 60, "args": ["x"',
                                      f'"blocks": {blocks}, "args": ["x"', "LAUNCHES[0].blocks")

    def test_a_function_that_the_source_does_not_have(self):
        self.assert_bad_input('"scale<float>"', '"scales<float>"', "axpy.cpp does not compile",
                              "LAUNCHES: function scales<float>", "'scales' was not declared")

    def test_a_core_type_that_is_none(self):
        self.assert_bad_input('"core_type": "aiv"', '"core_type": "vector"', "core_type", "aiv")

    def test_a_vector_kernel_on_the_cube_core_is_told_by_its_line(self):
        run = self.run_program(self.changed("kernel_config.py", '"core_type": "aiv"',
                                            '"core_type": "aic"'))
        self.assert_status(run, 67)
        self.assertIn("an AIC does not have", run.text)
        self.assertRegex(run.text, r"axpy\.cpp:\d+")

    def test_too_few_arguments(self):
        self.assert_bad_input('"factor", "rows"]', '"factor"]', "LAUNCHES[0].args",
                              "4 arguments, one for each parameter of scale<float>", "found 3")

    def test_a_scalar_for_a_pointer_and_the_reverse(self):
        self.assert_bad_input('["x", "scaled", "factor"', '["x", "factor", "factor"',
                              "LAUNCHES[0].args[1]", "a pointer", "float32 factor")

    def test_a_null_pointer_is_the_uint64_of_an_address(self):
        program = self.added(
            "__global__ AICORE void add_or(float* x, float* y, float* sum, int rows, float* none) {\n"
            "  if (none == nullptr) add(x, y, sum, rows);\n}\n",
            "add_or", '["scaled", "y", "sum", "rows", "none"]')
        replace_in(program / "data.json", '"args": [',
                   '"args": [{"name": "none", "scalar": 0, "dtype": "uint64"},')
        self.assert_status(self.run_program(program), 0)

    def test_a_scalar_of_another_type(self):
        self.assert_bad_input('"scaled", "factor"', '"scaled", "rows"', "LAUNCHES[0].args[2]",
                              "a floating-point number of 4 bytes", "int32 rows")

    def test_launches_beside_kernels(self):
        self.assert_bad_input('COMMON =', 'KERNELS = []\nCOMMON =', "KERNELS", "LAUNCHES alone")

    def test_a_vector_kernel_on_the_cube_core_of_a_mixed_block_is_told(self):
        run = self.run_program(self.changed("kernel_config.py", '"core_type": "aiv"',
                                            '"core_type": "mix"'))
        self.assert_status(run, 67)
        self.assertIn("AIC", run.text)


if __name__ == "__main__":
    npusim_runner.main()
