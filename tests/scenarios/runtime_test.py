#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The task runtime's settings and limits, as a program meets them."""
import os
from unittest import mock

import npusim_runner
from npusim_runner import Scenario, replace_in

CONFIG = "kernel_config.py"
ORCHESTRATION = "orchestration/add.cpp"
SUBMIT = "  rt_submit_aiv_task(0, add);\n"
KERNEL, BODY = "kernels/aiv/add.cpp", "  // Both sets start free: nothing of them is being stored.\n"
SUM = "  const ChipTensor& sum = args.tensor(2).ref();\n"
# Two tensors of 4 KiB in the program's own outermost scope, which is the runtime's ring 1.
CREATE = """  PTO2_SCOPE() {
    const uint32_t shape[2] = {1, 1024};
    TensorCreateInfo info(shape, 2);
    alloc_tensors(info, info);
  }
"""


class Runtime(Scenario):
    def add(self, statements="", config=""):
        """vector_add with statements in its orchestration, and lines behind its configuration."""
        program = self.copy_of("examples/vector_add")
        replace_in(program / ORCHESTRATION, SUM, SUM + statements)
        with open(program / CONFIG, "a", encoding="utf-8") as file:
            file.write(config)
        return program

    def assert_message(self, run, status, *texts):
        self.assert_status(run, status)
        for text in texts:
            self.assertIn(text, run.text)

    def test_a_prefetch_into_l2_changes_no_value(self):
        program = self.add()
        replace_in(program / KERNEL, BODY, """
  __gm__ uint8_t* const memory = get_dma_workspace(args, DMA_WORKSPACE_SDMA);
  PrefetchAsyncContext context(memory);
  GlobalTensor<float, Shape<1, 1, 1, 1, 512>, Stride<512, 512, 512, 512, 1>> line(x);
  GlobalTensor<float, Shape<1, 1, 1, 8, 512>, Stride<512, 512, 512, 512, 1>> rows(x);
  if (memory == nullptr || !TPREFETCH_ASYNC(line, context).Wait(context.GetSession())) return;
  if (!TPREFETCH_ASYNC(line, context).valid() || TPREFETCH_ASYNC(rows, context).valid()) return;
""" + BODY)
        self.assert_status(self.run_program(program), 0)
        replace_in(program / KERNEL, "memory == nullptr", "memory[0] == 1")
        self.assert_message(self.run_program(program), 66, "out-of-bounds", "address 0x5d3a0000")

    def test_a_task_on_the_intrinsics_needs_no_library(self):
        program = self.add()
        (program / KERNEL).write_text("""#include "tensor.h"
#include "intrinsic.h"
#include "pipe_sync.h"
extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto* sum = reinterpret_cast<__gm__ Tensor*>(args[2]);
  static_assert(sizeof(__bf16) == 2);
  if (get_block_idx(args) != 0) return;
  vector_dup((__ubuf__ float*)0, 2.0f, 1, 1, 1, 8, 0);
  set_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
  wait_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
  copy_ubuf_to_gm((__gm__ void*)sum->buffer.addr, (__ubuf__ void*)0, 0, 1, 8, 0, 0);
  pipe_sync();
}
""", encoding="utf-8")
        run = self.run_program(program, "--no-golden")
        self.assert_status(run, 0)
        self.assertEqual(run.report["findings"], [])

    def test_more_arguments_than_expected(self):
        program = self.add()
        replace_in(program / ORCHESTRATION, "expected_arg_count = 3", "expected_arg_count = 2")
        self.assert_status(self.run_program(program), 0)

    def test_fewer_arguments_than_expected(self):
        program = self.add()
        replace_in(program / ORCHESTRATION, "expected_arg_count = 3", "expected_arg_count = 4")
        self.assert_message(self.run_program(program), 67, "expects 4 arguments and gets 3")

    def test_dummies_on_a_later_runtime(self):
        program = self.add("  for (int i = 0; i < 64; ++i) { CoreTaskArgs no; rt_submit_dummy_task(no); }\n")
        for policy in "2026-05-22", "later":
            self.assert_status(self.run_program(program, "--set", f"runtime.policy={policy}"), 0)

    def test_each_version_has_its_own_costs(self):
        cycles = {}
        for policy in "2026-05-22", "later":
            run = self.run_program("examples/row_softmax", "--checks", "none", "--set",
                                   "timing.jitter=0", "--set", f"runtime.policy={policy}")
            self.assert_status(run, 0)
            cycles[policy] = run.report["cycles"]
        # Of 16 blocks, a scheduler thread of three sends out six; each waits for those before it.
        faster = (250 - 60) * 1.85 * 5
        self.assertGreater(cycles["2026-05-22"] - cycles["later"], faster)

    def test_heap_that_is_too_small_for_a_task(self):
        program = self.add(CREATE, 'RUNTIME_ENV = {"PTO2_RING_HEAP": 4096}\n')
        run = self.run_program(program)
        self.assert_message(run, 67, "8192 bytes of outputs of one task can never fit the heap of ring 1, "
                            "which has 4096", "PTO2_RING_HEAP")
        # A knob goes before RUNTIME_ENV; for one ring or for all.
        self.assert_status(self.run_program(program, "--set", "runtime.ring_heap=65536"), 0)
        self.assert_status(self.run_program(program, "--set", "runtime.ring_heap=0,65536,0,0"), 0)
        self.assert_status(self.run_program(program, "--set", "runtime.ring_heap=65536,0,0,0"), 67)

    def test_environment(self):
        program = self.add(CREATE)
        with mock.patch.dict(os.environ, {"PTO2_RING_HEAP": "1024"}):
            run = self.run_program(program, "--trace", self.folder / "small.h5")
        self.assert_message(run, 67, "the heap of ring 1, which has 1024")
        self.assertEqual(run.report["knobs"]["runtime.ring_heap"], "1024")
        # A replay needs no environment.
        replay = npusim_runner.Run(["replay", self.folder / "small.h5"], self.folder)
        self.assertEqual(replay.status, 67, replay.text)
        with mock.patch.dict(os.environ, {"PTO2_RING_HEAP": "1024,8192,1024,1024"}):
            self.assert_status(self.run_program(program), 0)
        with mock.patch.dict(os.environ, {"PTO2_RING_HEAP": "1024,8192"}):
            self.assert_message(self.run_program(program), 3, "PTO2_RING_HEAP", "4 sizes")

    def test_configuration_goes_before_the_environment(self):
        program = self.add(CREATE, 'RUNTIME_ENV = {"ring_heap": [0, 8192, 0, 0]}\n')
        with mock.patch.dict(os.environ, {"PTO2_RING_HEAP": "1024"}):
            run = self.run_program(program)
        self.assert_status(run, 0)
        self.assertEqual(run.report["knobs"]["runtime.ring_heap"], "1024,0,1024,1024")

    def test_sizes_that_the_runtime_refuses(self):
        for setting, text in (('"PTO2_RING_HEAP": 10**15', "1024 to 2^36 bytes"),
                              ('"PTO2_RING_HEAP": 1000', "1024 to 2^36 bytes"),
                              ('"PTO2_RING_TASK_WINDOW": 100', "power of two"),
                              ('"PTO2_RING_DEP_POOL": 2', "4 to 2^31 - 1 entries"),
                              ('"PTO2_RING_HEAP": [2**36] * 4', "65536 MiB of device memory")):
            with self.subTest(setting):
                program = self.copy_of("examples/vector_add", setting.encode().hex())
                with open(program / CONFIG, "a", encoding="utf-8") as file:
                    file.write(f"RUNTIME_ENV = {{{setting}}}\n")
                self.assert_message(self.run_program(program), 3, text, CONFIG)

    def test_rings_of_four_gibibytes(self):
        self.assert_status(self.run_program(self.add(CREATE), "--set", "runtime.ring_heap=4294967296"), 0)

    def test_block_dim_and_threads(self):
        for setting, status in (("block_dim", 25), 3), (("block_dim", 1), 0), (("aicpu_thread_num", 1), 3), \
                (("aicpu_thread_num", 5), 3), (("aicpu_thread_num", 2), 3), (("aicpu_thread_num", 3), 0):
            key, value = setting
            with self.subTest(f"{key} {value}"):
                program = self.copy_of("examples/vector_add", f"{key}{value}")
                with open(program / CONFIG, "a", encoding="utf-8") as file:
                    file.write(f'RUNTIME_CONFIG["{key}"] = {value}\n')
                run = self.run_program(program)
                self.assert_status(run, status)
                if status != 0:
                    self.assertIn(key, run.text)

    def test_scalar_access_outside_a_tensor(self):
        program = self.add("  const uint32_t at[2] = {0, 1000000};\n"
                           "  set_tensor_data<float>(x, 2, at, 9.0f);\n"
                           "  const uint32_t far[2] = {4000000000u, 4000000000u};\n"
                           "  (void)get_tensor_data<float>(x, 2, far);\n")
        run = self.run_program(program)
        self.assert_status(run, 66)
        findings = [f for f in run.report["findings"] if f["check"] == "mem"]
        self.assertEqual([f["rule"] for f in findings], ["mem.in_bounds"] * 2)
        self.assertIn("set_tensor_data at [0,1000000]", run.text)
        self.assertIn("add.cpp:", findings[0]["first"]["source"])

    def test_argument_that_nobody_passed(self):
        program = self.copy_of("examples/vector_add")
        replace_in(program / "kernels/aiv/add.cpp", "  // Both sets start free",
                   "  volatile int64_t seen = args[3]; (void)seen;\n  // Both sets start free")
        run = self.run_program(program)
        self.assert_status(run, 66)
        self.assertEqual(len(run.report["findings"]), 1)
        self.assertIn("args[3], and the task was given 3", run.text)

    def test_extent_beyond_32_bits(self):
        program = self.copy_of("examples/vector_add")
        replace_in(program / "data.json", '"args": [', '"args": [{"name": "big", "dtype": "uint8", '
                   '"shape": [4294967297], "role": "in"}, ')
        self.assert_message(self.run_program(program), 3, "4294967297", "4294967295")


if __name__ == "__main__":
    npusim_runner.main()
