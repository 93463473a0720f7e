# SPDX-License-Identifier: Apache-2.0
"""Runs npusim as a user would, for the scenario tests."""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

NPUSIM = None  # set by main()
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
KERNELS = ROOT / "kernels"


class Run:
    """One finished command: status, both streams, and the JSON report if it wrote one."""

    def __init__(self, arguments, folder, timeout=120):
        self.report_file = pathlib.Path(folder) / "report.json"
        self.report_file.unlink(missing_ok=True)
        self.command = [NPUSIM, *map(str, arguments)]
        done = subprocess.run(self.command, capture_output=True, text=True, timeout=timeout,
                              check=False)
        self.status, self.out, self.err = done.returncode, done.stdout, done.stderr

    @property
    def report(self):
        return json.loads(self.report_file.read_text())

    @property
    def text(self):
        return self.out + self.err


class Scenario(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="npusim-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def run_program(self, program, *arguments):
        return Run(["run", program, "--report", f"json={self.folder / 'report.json'}",
                    "--report", "text=-", *arguments], self.folder)

    def assert_status(self, run, status):
        self.assertEqual(run.status, status, f"{' '.join(run.command)}\n{run.text}")

    def copy_of(self, program, name="program"):
        """A copy of a program that a test may spoil."""
        target = self.folder / name
        shutil.copytree(KERNELS / program, target)
        return target


def replace_in(file, old, new):
    """Replaces the one occurrence of `old`."""
    text = file.read_text()
    if text.count(old) != 1:
        raise AssertionError(f"{file} has {text.count(old)} times: {old}")
    file.write_text(text.replace(old, new))


def main():
    global NPUSIM
    NPUSIM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(module="__main__", verbosity=2)
