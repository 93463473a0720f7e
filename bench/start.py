#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What starting a small program costs whose kernels are in the cache: processor time of all processes
and wall time, with the sandbox and without. Medians; status 1 if a limit is broken.

usage: start.py [NPUSIM] [TIMES]"""
import os
import statistics
import subprocess
import sys
import time

PROGRAM = "examples/vector_add"
CPU_LIMIT_MS = 45


def measure(command, times):
    """Median milliseconds: (processor, wall). What npusim's own children take, it has waited for."""
    cpu, wall = [], []
    for _ in range(times):
        start = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"{command} ended with {process.returncode}")
        wall.append((time.monotonic() - start) * 1e3)
        cpu.append((usage.ru_utime + usage.ru_stime) * 1e3)
    return statistics.median(cpu), statistics.median(wall)


def main():
    npusim = sys.argv[1] if len(sys.argv) > 1 else "build/release/npusim"
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    run = [npusim, "run", PROGRAM, "--quiet"]
    measure(run, 2)  # fills the cache
    off, on = measure([*run, "--sandbox", "off"], times), measure(run, times)
    print(f"{PROGRAM}, cached, median of {times}, load average {os.getloadavg()[0]:.1f}")
    print(f"  without sandbox  {off[0]:6.1f} ms CPU {off[1]:6.1f} ms wall")
    print(f"  with sandbox     {on[0]:6.1f} ms CPU {on[1]:6.1f} ms wall")
    return 1 if on[0] > CPU_LIMIT_MS else 0


if __name__ == "__main__":
    sys.exit(main())
