#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Graphs of host_build_graph's first API: tasks get plain words, edges are the program's."""
import npusim_runner
from npusim_runner import Scenario, replace_in

CONFIG = "kernel_config.py"
ORCHESTRATION = "orchestration/add.cpp"
KERNEL = "kernels/aiv/add.cpp"
# y + x + x. The first sum is made on the device, of which the tasks hear in the other order.
GRAPH = """#include "orchestration_api.h"

extern "C" int build_graph(OrchestrationRuntime* runtime, const ChipStorageTaskArgs& args) {
  const size_t bytes = args.tensor(0).nbytes();
  void* x = device_malloc(runtime, bytes);
  void* y = device_malloc(runtime, bytes);
  void* sum = device_malloc(runtime, bytes);
  void* first = device_malloc(runtime, bytes);
  copy_to_device(runtime, x, args.tensor(0).data_as<void>(), bytes);
  copy_to_device(runtime, y, args.tensor(1).data_as<void>(), bytes);
  record_tensor_pair(runtime, args.tensor(2).data_as<void>(), sum, bytes);
  uint64_t second_args[] = {(uint64_t)x, (uint64_t)first, (uint64_t)sum};
  uint64_t first_args[] = {(uint64_t)x, (uint64_t)y, (uint64_t)first};
  const int second = add_task(runtime, second_args, 3, 0, CoreType::AIV);
  const int early = add_task(runtime, first_args, 3, 0, CoreType::AIV);
  SUCCESSOR
  return get_task_count(runtime) - 2;
}
"""
IN_ORDER = "add_successor(runtime, early, second);"
ROWS = 256  # of 512 columns
ADD = f"""#include <pto/pto-inst.hpp>
#include "pipe_sync.h"
using namespace pto;
using Rows = GlobalTensor<float, Shape<1, 1, 1, 8, 512>, Stride<1, 1, 1, 512, 1>>;
using Part = Tile<TileType::Vec, float, 8, 512>;

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {{
  Part a, b;
  TASSIGN(a, 0);
  TASSIGN(b, 8 * 512 * sizeof(float));
  for (int row = 0; row < {ROWS}; row += 8) {{
    Rows x(reinterpret_cast<__gm__ float*>(args[0]) + row * 512);
    Rows y(reinterpret_cast<__gm__ float*>(args[1]) + row * 512);
    Rows sum(reinterpret_cast<__gm__ float*>(args[2]) + row * 512);
    TLOAD(a, x);
    TLOAD(b, y);
    pipe_barrier(PIPE_ALL);
    TADD(a, a, b);
    pipe_barrier(PIPE_ALL);
    TSTORE(sum, a);
    pipe_barrier(PIPE_ALL);
  }}
}}
"""
GOLDEN = """#include "npusim/golden.h"

extern "C" void compute_golden(npusim::golden::Arguments& arguments) {
  const auto x = arguments.get<const float>("x");
  const auto y = arguments.get<const float>("y");
  const auto sum = arguments.get<float>("sum");
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] = x[i] + (x[i] + y[i]);
}
"""


class HostGraph(Scenario):
    def program(self, name, successor=IN_ORDER):
        program = self.copy_of("examples/vector_add", name)
        (program / ORCHESTRATION).write_text(GRAPH.replace("SUCCESSOR", successor), encoding="utf-8")
        (program / KERNEL).write_text(ADD, encoding="utf-8")
        (program / "golden.cpp").write_text(GOLDEN, encoding="utf-8")
        replace_in(program / CONFIG, "tensormap_and_ringbuffer", "host_build_graph")
        replace_in(program / CONFIG, "aicpu_orchestration_entry", "build_graph")
        return program

    def findings(self, run):
        return [(finding["check"], finding["hazard"]) for finding in run.report["findings"]]

    def test_runs_in_the_order_of_its_edges(self):
        run = self.run_program(self.program("ordered"))
        self.assert_status(run, 0)
        self.assertEqual(self.findings(run), [])
        self.assertEqual([task["name"] for task in run.report["tasks"] if task["blocks"]], ["add", "add"])

    def test_a_missing_edge_is_a_race(self):
        run = self.run_program(self.program("unordered", ""), "--no-golden")
        self.assert_status(run, 66)
        self.assertIn(("race", "WAR"), self.findings(run))
        self.assertIn("add an explicit dependency", run.text)

    def test_edges_in_a_circle(self):
        run = self.run_program(self.program("circle", IN_ORDER + "add_successor(runtime, second, early);"))
        self.assert_status(run, 67)
        self.assertIn("the edges of 2 tasks form a cycle", run.text)

    def test_a_task_may_use_what_the_graph_allocated_and_no_more(self):
        # The words name the blocks' first bytes, and the kernel goes by them from block to block.
        program = self.program("far")
        replace_in(program / KERNEL, f"row < {ROWS}", f"row < {ROWS} + 8")
        run = self.run_program(program, "--no-golden")
        self.assert_status(run, 66)
        self.assertIn(("mem", "out-of-bounds"), self.findings(run))

    def test_two_blocks_of_one_argument_are_two(self):
        program = self.program("copies")
        replace_in(program / ORCHESTRATION, "void* first = device_malloc(runtime, bytes);",
                   "void* first = device_malloc(runtime, bytes);\n"
                   "  copy_to_device(runtime, first, args.tensor(1).data_as<void>(), bytes);")
        self.assert_status(self.run_program(program), 0)


if __name__ == "__main__":
    npusim_runner.main()
