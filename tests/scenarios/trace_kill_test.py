#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs that record a trace, killed at random moments: whatever is left opens, and is a prefix of the
full run's trace.

NPUSIM_KILLS=50 kills more often, NPUSIM_KILL_SEED=7 at other moments."""
import json
import os
import random
import signal
import subprocess
import time
import unittest

import h5py
import npusim_runner
import numpy
from npusim_runner import Run, Scenario

PROGRAM = "compressor/ratio4"
KILLS = int(os.environ.get("NPUSIM_KILLS", "10"))
SEED = int(os.environ.get("NPUSIM_KILL_SEED", "1"))
NONE64 = 2**64 - 1
# A row of an instruction that has not completed says so; the full run's says when it did.
OPEN = ("end_cycle", "completion_number")


def columns_of(path):
    """{table: {column: values}}, each table cut to its shortest column, as the format says."""
    with h5py.File(path, "r") as file:
        tables = {}
        for table in file:
            if table in ("knobs", "names"):
                continue
            rows = min(len(column) for column in file[table].values())
            tables[table] = {name: column[:rows] for name, column in file[table].items()}
        return tables


class Killed(Scenario):
    def setUp(self):
        super().setUp()
        self.file = self.folder / "run.h5"

    def command(self, *arguments):
        return [npusim_runner.NPUSIM, "run", PROGRAM, "--quiet", "--trace", str(self.file),
                *arguments]

    def whole_run(self, *arguments):
        """Its columns and how many seconds it took, the shorter time of two runs."""
        seconds = []
        for _ in range(2):
            start = time.monotonic()
            subprocess.run(self.command(*arguments), check=True, capture_output=True)
            seconds.append(time.monotonic() - start)
        columns = columns_of(self.file)
        self.file.unlink()
        return columns, min(seconds)

    def kill_after(self, seconds, *arguments):
        """True if the run was still going."""
        process = subprocess.Popen(self.command(*arguments), stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            pass
        process.kill()
        return process.wait() == -signal.SIGKILL

    def check_info(self, was_killed):
        """`trace info` opens it; the number of its events."""
        info = Run(["trace", "info", self.file, "--json"], self.folder)
        self.assert_status(info, 0)
        info = json.loads(info.out)
        if not was_killed:
            self.assertTrue(info["complete"])
        return info["events"]

    def check_prefix(self, found, whole):
        for table, columns in whole.items():
            for name, expected in columns.items():
                values = found[table][name]
                self.assertLessEqual(len(values), len(expected), f"{table}/{name}")
                same = values == expected[:len(values)]
                if table == "instructions" and name in OPEN:
                    same |= values == NONE64
                wrong = numpy.flatnonzero(~same)[:5].tolist()
                self.assertEqual(wrong, [], f"{table}/{name}: rows of {len(values)} that are not the "
                                            "full run's")

    def kill_often(self, times, *arguments):
        whole, seconds = self.whole_run(*arguments)
        total = len(whole["events"]["kind"])
        moments = random.Random(SEED)
        opened = killed = 0
        for attempt in range(times):
            delay = moments.uniform(0, seconds)
            was_killed = self.kill_after(delay, *arguments)
            killed += was_killed
            with self.subTest(seed=SEED, attempt=attempt, delay=delay, options=arguments):
                events = 0
                if self.file.exists():
                    opened += 1
                    events = self.check_info(was_killed)
                    self.check_prefix(columns_of(self.file), whole)
                else:  # it had not come to recording
                    self.assertTrue(was_killed)
            print(f"  {' '.join(arguments) or 'GM only'}: after {delay:.3f} of {seconds:.3f} s: "
                  f"{'killed' if was_killed else 'ended'}, {events} of {total} events", flush=True)
            for left in self.folder.glob("run.h5*"):
                left.unlink()
        print(f"seed {SEED}: {times} runs, {killed} killed, {opened} left a trace, all of which "
              "open and are prefixes of the full run's")
        self.assertGreater(killed, 0)
        self.assertGreater(opened, 0)

    def test_with_accesses_to_gm(self):
        self.kill_often(KILLS - KILLS // 2)

    def test_with_accesses_to_local_memories(self):
        self.kill_often(KILLS // 2, "--trace-local")


if __name__ == "__main__":
    npusim_runner.main()
