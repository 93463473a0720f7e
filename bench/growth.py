#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How time and memory of the checks grow, on programs that have much of one thing.

Writes each program to a folder of its own, runs it once to fill the caches, and prints processor
time (user and system, which other programs disturb less than wall time) and peak memory, with all
checks and without. Exit status 1 if a limit is broken.

    bench/growth.py [--npusim build/release/npusim] [NAME ...]
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = ROOT / "kernels/races/shared"
TWIN = ROOT / "kernels/races/twin/fixed"

CONFIG = """
RUNTIME_CONFIG = {{"runtime": "tensormap_and_ringbuffer", "aicpu_thread_num": 4, "block_dim": 24}}
INCLUDES = ["{shared}", "{twin}"]
ORCHESTRATION = {{"source": "orchestration.cpp", "function_name": "aicpu_orchestration_entry",
                 "extra_include_dirs": INCLUDES}}
KERNELS = [{{"func_id": 0, "name": "kernel", "core_type": "aiv", "source": "kernel.cpp",
            "extra_include_dirs": INCLUDES}}]
"""

LAUNCH = """
RUNTIME_CONFIG = {{"runtime": "launch"}}
LAUNCHES = [{{"source": "kernel.cpp", "function": "kernel", "core_type": "mix", "aic_to_aiv": [1, 2],
             "blocks": 24, "args": ["x"], "include_dirs": ["{shared}", "{twin}"]}}]
"""

ONE_TASK = """
  Arg task;
  for (int32_t i = 0; i < args.tensor_count(); ++i) task.add_inout(args.tensor(i).ref());
  task.launch_spec.set_block_num(%d);
  rt_submit_aiv_task(0, task);
"""

TASKS_OF_VIEWS = """
  for (uint32_t i = 0; i < %d; ++i) {
    PTO2_SCOPE() {
      Arg task;
      const uint32_t shape[2] = {1, 64}, offset[2] = {i %% 1000, 0};
      Tensor row = args.tensor(0).ref().view(shape, offset);
      task.add_inout(row);
      rt_submit_aiv_task(0, task);
    }
  }
"""

FILL = """
  auto target = gm<1, 64>(argument<float>(args, 0));
  auto x = vec<float, 1, 64>(0);
  TEXPANDS(x, 1.0f);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(target, x);
  pipe_barrier(PIPE_ALL);
"""

WEIGHT = """
  auto weight = gm<64, 256>(argument<float>(args, 0));
  auto x = vec<float, 64, 256>(0);
  TLOAD(x, weight);
  pipe_barrier(PIPE_ALL);
"""

VECTOR = """
  auto x = vec<float, 8, 64>(0);
  auto y = vec<float, 8, 64>(4096);
  TEXPANDS(x, 1.0f);
  pipe_barrier(PIPE_V);
  for (int i = 0; i < %d; ++i) {
    TADDS(y, x, 1.0f);
    pipe_barrier(PIPE_V);
    TMULS(x, y, 0.5f);
    pipe_barrier(PIPE_V);
  }
"""

SCALAR = """
  __gm__ float* values = argument<float>(args, 0) + get_block_idx(args) * 64;
  float sum = 0;
  for (int i = 0; i < %d; ++i) {
    values[i %% 16] = sum;
    sum += values[(i + 7) %% 16] + 1.0f;
  }
  dcci(values, ENTIRE_DATA_CACHE, CACHELINE_OUT);
  dsb(DSB_DDR);
  pipe_barrier(PIPE_ALL);
"""

STORES = """
  auto x = vec<float, 1, 64>(0);
  TEXPANDS(x, 1.0f);
  order<PIPE_V, PIPE_MTE3>();
  auto target = gm<1, 64>(argument<float>(args, 0) + get_block_idx(args) * 64);
  for (int i = 0; i < %d; ++i) {
    TSTORE(target, x);
    pipe_barrier(PIPE_MTE3);
  }
  pipe_barrier(PIPE_ALL);
"""

# In each round one message of the cube core to its vector cores, and one of each of them back.
MESSAGES = """
  for (int i = 0; i < %d; ++i) {
    if (kCube) {
      send<PIPE_FIX>(2, 0);
      wait_flag_dev(1);
    } else {
      wait_flag_dev(0);
      send<PIPE_MTE3>(2, 1);
    }
  }
  pipe_barrier(PIPE_ALL);
"""

# Every vector core waits for every other.
BARRIERS = """
  for (int i = 0; i < %d; ++i) SYNCALL<SyncCoreType::AIVOnly>();
  pipe_barrier(PIPE_ALL);
"""


class Program:
    """Without orchestration: a mixed kernel of 24 clusters, launched."""
    def __init__(self, orchestration, kernel, shape, status=0, seconds=None, mib=None, times=None,
                 checks=True):
        self.orchestration, self.kernel, self.shape, self.status = (orchestration, kernel, shape,
                                                                    status)
        self.seconds, self.mib, self.times, self.checks = seconds, mib, times, checks


PROGRAMS = {
    "weight_1000_blocks": Program(ONE_TASK % 1000, WEIGHT, [64, 256], seconds=2),
    "racy_2000_blocks": Program(ONE_TASK % 2000, FILL, [1, 64], status=66, seconds=2),
    "views_20000_tasks": Program(TASKS_OF_VIEWS % 20000, FILL, [1000, 64], seconds=4),
    "scalar_heavy": Program(ONE_TASK % 8, SCALAR % 40000, [8, 64], times=2),
    "vector_heavy": Program(ONE_TASK % 8, VECTOR % 10000, [8, 64], times=2),
    "stores_1m": Program(ONE_TASK % 8, STORES % 125000, [8, 64], mib=150, checks=False),
    "instructions_20m": Program(ONE_TASK % 8, VECTOR % 625000, [8, 64], mib=300),
    "messages_24_clusters": Program(None, MESSAGES % 334, [8, 64], seconds=3),
    "messages_100k": Program(None, MESSAGES % 1389, [8, 64]),
    "messages_1m": Program(None, MESSAGES % 13889, [8, 64]),
    "barriers_1000": Program(None, BARRIERS % 1000, [8, 64], seconds=3),
}


def write(folder, program):
    launched = program.orchestration is None
    (folder / "kernel_config.py").write_text(
        (LAUNCH if launched else CONFIG).format(shared=SHARED, twin=TWIN))
    head = '#include "cluster.h"\nextern "C" __global__ AICORE void kernel(__gm__ float*) {'
    if not launched:
        (folder / "orchestration.cpp").write_text(
            '#include "orchestration.h"\nextern "C" void aicpu_orchestration_entry('
            "const ChipStorageTaskArgs& args) {" + program.orchestration + "}\n")
        head = ('#include "litmus.h"\n'
                'extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {')
    (folder / "kernel.cpp").write_text(head + program.kernel + "}\n")
    (folder / "data.json").write_text(json.dumps({"version": 1, "args": [
        {"name": "x", "dtype": "float32", "shape": program.shape, "role": "inout",
         "init": {"fill": 0}}]}))


def run(npusim, folder, status, *arguments):
    """Processor seconds, peak MiB and the report of one run."""
    report = folder / "report.json"
    process = subprocess.Popen([str(npusim), "run", str(folder), "--quiet", "--report",
                                f"json={report}", *arguments],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, end, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(end)
    if process.returncode != status:
        sys.exit(f"{folder.name} ended with status {process.returncode}, expected {status}")
    read = json.loads(report.read_text())
    return usage.ru_utime + usage.ru_stime, read["peak_rss_bytes"] / 2**20, read["instructions"]


def measure(npusim, name, program, folder):
    folder = pathlib.Path(folder) / name
    folder.mkdir()
    write(folder, program)
    subprocess.run([str(npusim), "build", str(folder)], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    without, mib_without, instructions = run(npusim, folder, 0, "--checks", "none")
    seconds, mib = without, mib_without
    if program.checks:
        seconds, mib, instructions = run(npusim, folder, program.status)
    broken = [limit for limit, is_broken in (
        (f"{program.seconds} s", program.seconds and seconds > program.seconds),
        (f"{program.mib} MiB", program.mib and mib > program.mib),
        (f"{program.times} times", program.times and seconds > program.times * without)) if is_broken]
    print(f"{name:20} {instructions:>10} instructions  {seconds:6.2f} s {mib:6.0f} MiB   without checks "
          f"{without:6.2f} s {mib_without:6.0f} MiB   {seconds / without:5.2f} times  "
          f"{'over ' + ', '.join(broken) if broken else 'ok'}", flush=True)
    return not broken


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--npusim", default=ROOT / "build/release/npusim", type=pathlib.Path)
    parser.add_argument("names", nargs="*", metavar="NAME")
    arguments = parser.parse_args()
    names = arguments.names or list(PROGRAMS)
    with tempfile.TemporaryDirectory() as folder:
        good = [measure(arguments.npusim, name, PROGRAMS[name], folder) for name in names]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
