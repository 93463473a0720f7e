#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Traces on disks that are too small: the run stops and says so, and what is left can be read.

Mounts small file systems (tmpfs); skipped where that is not allowed."""
import json
import re
import subprocess
import unittest

import npusim_runner
from npusim_runner import Run, Scenario

PROGRAM = "compressor/ratio4"
KIB, MIB = 1 << 10, 1 << 20


class SmallDisk(Scenario):
    def mount(self, size):
        """A folder on a file system of `size` bytes."""
        folder = self.folder / f"disk{size}"
        folder.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", folder],
                                 capture_output=True, text=True, check=False)
        if mounted.returncode != 0:
            self.skipTest(f"cannot mount a small file system: {mounted.stderr.strip()}")
        self.addCleanup(subprocess.run, ["umount", folder], check=True)
        return folder

    def record(self, file, *arguments):
        return Run(["run", PROGRAM, "--quiet", "--trace", file, *arguments], self.folder)

    def info(self, file):
        info = Run(["trace", "info", file, "--json"], self.folder)
        self.assert_status(info, 0)
        return json.loads(info.out)

    def names_in(self, folder):
        return sorted(path.name for path in folder.iterdir())

    def test_32_kib_are_not_enough_for_an_empty_trace(self):
        for size in (4 * KIB, 16 * KIB, 32 * KIB):
            folder = self.mount(size)
            run = self.record(folder / "run.h5")
            self.assert_status(run, 3)
            self.assertIn(f"{folder / 'run.h5'}: cannot create the trace: No space left on device; "
                          "nothing was recorded: make room on that disk", run.err)
            self.assertEqual(self.names_in(folder), [])

    def test_an_earlier_trace_stays_if_there_is_no_room_for_a_new_one(self):
        folder = self.mount(320 * KIB)
        small = Run(["run", "examples/vector_add", "--quiet", "--trace", folder / "run.h5"],
                    self.folder)
        self.assert_status(small, 0)
        before = (folder / "run.h5").read_bytes()
        (folder / "other").write_bytes(b"x" * (300 * KIB - len(before)))
        run = self.record(folder / "run.h5")
        self.assert_status(run, 3)
        self.assertIn("nothing was recorded", run.err)
        self.assertEqual(self.names_in(folder), ["other", "run.h5"])
        self.assertEqual((folder / "run.h5").read_bytes(), before)

    def test_what_fits_can_be_read(self):
        for size in (320 * KIB, 1 * MIB):
            folder = self.mount(size)
            run = self.record(folder / "run.h5", "--trace-local")
            self.assert_status(run, 3)
            self.assertIn("No space left on device", run.err)
            self.assertIn("make room on that disk", run.err)
            self.assertEqual(self.names_in(folder), ["run.h5"])
            info = self.info(folder / "run.h5")
            self.assertFalse(info["complete"])
            said = int(re.search(r"holds the run's first (\d+) events", run.err).group(1))
            self.assertGreater(said, 0)
            self.assertGreaterEqual(info["events"], said)
            events = Run(["trace", "events", folder / "run.h5", "--kind", "SetFlag"], self.folder)
            self.assert_status(events, 0)
            self.assertGreater(len(events.out.splitlines()), 10)

    def test_where_it_fits_nothing_is_said(self):
        folder = self.mount(8 * MIB)
        self.assert_status(self.record(folder / "run.h5", "--trace-local"), 0)
        self.assertTrue(self.info(folder / "run.h5")["complete"])


if __name__ == "__main__":
    npusim_runner.main()
