#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How long h5py takes to read one column of a trace.

usage: trace_read.py TRACE TABLE/COLUMN ...; `trace_bench 4000 keep` leaves a trace of 8 million records."""
import sys
import time

import h5py


def main():
    with h5py.File(sys.argv[1], "r") as file:
        for column in sys.argv[2:] or ["events/kind", "accesses/address", "accesses/space",
                                       "instructions/start_cycle"]:
            wall, cpu = [], []
            for _ in range(5):
                started, used = time.perf_counter(), time.process_time()
                values = file[column][:]
                wall.append(time.perf_counter() - started)
                cpu.append(time.process_time() - used)
            print(f"{column}: {len(values)} values, {min(wall):.3f} s, {min(cpu):.3f} s of CPU")


if __name__ == "__main__":
    main()
