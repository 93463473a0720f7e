#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Campaigns that mpirun shares among processes: the same table as one process, whoever dies."""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

import npusim_runner
from npusim_runner import Run, Scenario

PROGRAM = "races/tci_muls/racy"
RANKS = 4
MANY = 600  # runs that are still going on when a test disturbs them
SKIPPED = 77  # SKIP_RETURN_CODE of the test


def journals(folder):
    """Run numbers of each share's journal; a line that is not whole does not count."""
    numbers = {}
    for file in folder.glob("runs*.jsonl"):
        lines = file.read_text().split("\n")[1:-1]
        numbers[file.name] = [int(re.search(r'"number":(\d+)', line).group(1)) for line in lines]
    return numbers


def made(folder):
    return [number for numbers in journals(folder).values() for number in numbers]


class Mpi(Scenario):
    def arguments(self, runs, folder, *more):
        return ["explore", PROGRAM, "--quiet", "--schedules", str(runs),
                "--out", str(self.folder / folder), *more]

    def mpirun(self, arguments, *options):
        return subprocess.Popen(
            ["mpirun", "-n", str(RANKS), "--oversubscribe", "--allow-run-as-root", *options,
             npusim_runner.NPUSIM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True)

    def together(self, arguments, *options):
        process = self.mpirun(arguments, *options)
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err

    def rank(self, number, process):
        """The process of a rank, among the descendants of mpirun."""
        for status in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(status.read_text().rsplit(")", 1)[1].split()[1])
                environment = (status.parent / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            if parent == process.pid and f"OMPI_COMM_WORLD_RANK={number}".encode() in environment:
                return int(status.parent.name)
        return None

    def wait_for_runs(self, process, folder, count):
        while not folder.exists() or len(made(folder)) < count:
            self.assertIsNone(process.poll(), "the campaign ended before it could be disturbed")
            time.sleep(0.005)

    def assert_same_tables(self, one, other):
        for name in ("campaign.md", "campaign.h5"):
            first, second = ((self.folder / folder / name).read_bytes() for folder in (one, other))
            self.assertTrue(first == second, f"{name}:\n{first[:2000]}\n{second[:2000]}")

    def test_four_processes_give_the_same_table_as_one(self):
        for extra in ([], ["--strategy", "pct"], ["--matrix", "dcache=on,off"]):
            one = Run(self.arguments(24, "one", *extra), self.folder)
            status, out, _ = self.together(self.arguments(24, "four", *extra))
            self.assertEqual(out, one.out)
            self.assertEqual(status, one.status)
            self.assert_same_tables("one", "four")
            self.assertEqual(len(journals(self.folder / "four")), RANKS)
            for folder in ("one", "four"):
                shutil.rmtree(self.folder / folder)

    def test_a_process_that_dies_costs_only_the_runs_it_was_making(self):
        runs = MANY
        Run(self.arguments(runs, "one"), self.folder)
        for victim in (2, 0):
            folder = self.folder / f"without {victim}"
            process = self.mpirun(self.arguments(runs, folder.name), "--enable-recovery")
            self.wait_for_runs(process, folder, 24)
            killed = self.rank(victim, process)
            self.assertIsNotNone(killed)
            os.kill(killed, signal.SIGKILL)
            before = made(folder)
            out, _ = process.communicate(timeout=120)
            self.assertLess(len(before), runs / 2)
            self.assertEqual(sorted(made(folder)), list(range(runs)), "each run once")
            self.assert_same_tables("one", folder.name)
            self.assertEqual(out.count(f"{runs} of {runs} runs"), 1, "one process speaks")

    def test_a_job_that_dies_goes_on_where_it_was_with_any_number_of_processes(self):
        runs = MANY
        Run(self.arguments(runs, "one"), self.folder)
        arguments = self.arguments(runs, "four")
        folder = self.folder / "four"
        process = self.mpirun(arguments)
        self.wait_for_runs(process, folder, 24)
        os.kill(self.rank(1, process), signal.SIGKILL)
        process.communicate(timeout=120)  # without --enable-recovery mpirun ends the others
        done = made(folder)
        self.assertLess(len(done), runs)
        process = self.mpirun(arguments)
        self.wait_for_runs(process, folder, len(done) + 24)
        process.send_signal(signal.SIGKILL)  # mpirun itself
        process.communicate(timeout=120)
        self.assertLess(len(made(folder)), runs)
        alone = Run(arguments, self.folder)
        self.assertEqual(sorted(made(folder)), list(range(runs)), "each run once")
        self.assertRegex(alone.out, r", \d+ taken over")
        self.assert_same_tables("one", "four")

    def test_a_folder_that_somebody_works_in_is_refused(self):
        process = self.mpirun(self.arguments(MANY, "four"))
        self.wait_for_runs(process, self.folder / "four", 20)
        status, _, err = self.together(self.arguments(MANY, "four"))
        self.assertEqual(status, 3, err)
        self.assertIn("a folder that nobody works in", err)
        process.terminate()
        process.communicate(timeout=120)

    def test_processes_without_a_folder_are_told_to_give_one(self):
        status, _, err = self.together(["explore", PROGRAM, "--schedules", "4"])
        self.assertEqual(status, 2, err)
        self.assertIn("give --out DIR", err)


if __name__ == "__main__":
    if sys.argv.pop(2) != "ON" or not shutil.which("mpirun"):
        print("skipped: needs a build with -DNPUSIM_MPI=ON, and mpirun (tools/setup.sh --mpi)")
        sys.exit(SKIPPED)
    npusim_runner.main()
