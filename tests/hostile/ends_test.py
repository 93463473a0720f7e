#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs that are ended from outside: by Ctrl-C, by Ctrl-C twice, by a killed worker or supervisor. What
was found until then is reported, the trace opens, nothing is left.

usage: ends_test.py NPUSIM"""
import json
import os
import pathlib
import pty
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from making import make_program, processes_with

NPUSIM = pathlib.Path(sys.argv.pop(1)).resolve()
FINDINGS = 40
# Each line of the kernel writes outside of its argument once, a while after the one before.
LINES = "\n".join(f"case {i}: x[{1000 + 16 * i}] = 1; break;" for i in range(FINDINGS))
SLOW_FINDINGS = f"for (int i = 0; i < {FINDINGS}; ++i) {{{{ switch (i) {{{{\n{LINES}\n}}}} usleep(50000); }}}}"
NEVER_BACK = "for (int i = 0; i < 9; ++i) x[1000 + 16 * i] = 1; while (true) pause();"
# Seconds to come back, to be taken out of the program's code, and for a machine that does other things.
PATIENCE = 30


class Ended(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.temporary.name).resolve()
        self.mark = f"NPUSIM_HOSTILE=ends_{self.id()}_{os.getpid()}"
        name, value = self.mark.split("=")
        self.environment = dict(os.environ, NPUSIM_CACHE=str(self.root / "cache"), **{name: value})

    def tearDown(self):
        time.sleep(0.2)
        left = processes_with(self.mark.encode())
        self.temporary.cleanup()
        self.assertEqual(left, [], "processes are left")

    def make(self, code):
        make_program(self.root / "p", {}, "KERNEL", code)
        subprocess.run([NPUSIM, "build", self.root / "p", "--quiet"], env=self.environment, check=True,
                       capture_output=True)

    def start(self, *options, **how):
        """A run with its own process group, and at which of its files its worker has arrived."""
        return subprocess.Popen(
            [NPUSIM, "run", self.root / "p", "--report", f"json={self.root}/r.json", *options],
            env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, **how)

    def workers_of(self, process):
        text = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
        return [int(number) for number in text.split()]

    def report(self):
        return json.loads((self.root / "r.json").read_text())

    def found_lines(self, report):
        return [int(finding["first"]["source"].split(":")[1]) for finding in report["findings"]
                if finding["hazard"] == "out-of-bounds"]

    def whole_run(self):
        process = self.start()
        process.communicate(timeout=PATIENCE)
        return self.found_lines(self.report())

    def wait_for(self, trace):
        """Until a run that records there has begun."""
        for _ in range(100 * PATIENCE):
            if trace.exists() and trace.stat().st_size > 0:
                return
            time.sleep(0.01)
        self.fail("the run does not begin")

    def check_prefix(self, least):
        """The findings are the first of those of the whole run."""
        found = self.found_lines(self.report())
        self.assertGreaterEqual(len(found), least)
        self.assertEqual(found, self.whole[:len(found)])
        return len(found)


class Killed(Ended):
    def test_a_killed_worker_leaves_its_findings_and_a_readable_trace(self):
        self.make(SLOW_FINDINGS)
        self.whole = self.whole_run()
        self.assertEqual(len(self.whole), FINDINGS)
        counts = []
        for moment in (0.05, 0.3, 0.6, 1.0, 1.5):
            trace = self.root / f"{moment}.h5"
            process = self.start("--trace", trace)
            self.wait_for(trace)
            time.sleep(moment)
            for worker in self.workers_of(process):
                os.kill(worker, signal.SIGKILL)
            out, err = process.communicate(timeout=PATIENCE)
            self.assertEqual(process.returncode, 68, out + err)
            self.assertIn("SIGKILL", err)
            self.assertEqual(self.report()["verdict"], "inconclusive")
            # One finding is made in 50 ms, or in more on a machine that does other things.
            counts.append(self.check_prefix(int(moment / 0.05 / 4)))
            info = subprocess.run([NPUSIM, "trace", "info", trace, "--json"], capture_output=True,
                                  text=True, check=False)
            self.assertEqual(info.returncode, 0, info.stderr)
            self.assertFalse(json.loads(info.stdout)["complete"])
        self.assertGreater(counts[-1], counts[1])
        print(f"killed at 5 moments: {counts} of {FINDINGS} findings reported")

    def test_a_killed_supervisor_takes_its_worker_along(self):
        self.make(NEVER_BACK)
        process = self.start()
        time.sleep(1)
        workers = self.workers_of(process)
        self.assertTrue(workers)
        process.kill()
        process.communicate()


class Interrupted(Ended):
    def interrupt(self, times):
        """Ctrl-C on the terminal of the run; its status and how long it took to end."""
        process, terminal = pty.fork()
        if process == 0:
            os.execve(NPUSIM, [str(NPUSIM), "run", str(self.root / "p"), "--report",
                               f"json={self.root}/r.json", "--trace", f"{self.root}/t.h5"],
                      self.environment)
        self.addCleanup(os.close, terminal)
        self.wait_for(self.root / "t.h5")
        time.sleep(1)
        start = time.monotonic()
        for _ in range(times):
            os.write(terminal, b"\x03")
            time.sleep(0.1)
        while True:
            try:
                if not os.read(terminal, 65536):
                    break
            except OSError:
                break
        status = os.waitpid(process, 0)[1]
        seconds = time.monotonic() - start
        self.assertTrue(os.WIFEXITED(status), status)
        return os.WEXITSTATUS(status), seconds

    def test_ctrl_c_ends_with_what_is_known(self):
        self.make(SLOW_FINDINGS)
        self.whole = self.whole_run()
        status, seconds = self.interrupt(1)
        self.assertEqual(status, 68)
        self.assertLess(seconds, PATIENCE)
        self.assertIn("interrupted", " ".join(self.report()["lost"]))
        self.check_prefix(3)

    def test_ctrl_c_takes_a_kernel_out_of_its_loop(self):
        self.make(NEVER_BACK)
        status, seconds = self.interrupt(1)
        self.assertIn(status, (67, 68))
        self.assertLess(seconds, PATIENCE)
        self.assertEqual(len(self.found_lines(self.report())), 1, self.report())

    def test_ctrl_c_twice_ends_at_once(self):
        self.make(NEVER_BACK)
        status, seconds = self.interrupt(2)
        self.assertEqual(status, 68)
        self.assertLess(seconds, 3)
        self.assertEqual(len(self.found_lines(self.report())), 1, self.report())

    def test_sigterm_is_as_ctrl_c(self):
        self.make(SLOW_FINDINGS)
        self.whole = self.whole_run()
        process = self.start("--trace", self.root / "t.h5")
        self.wait_for(self.root / "t.h5")
        time.sleep(1)
        process.terminate()
        out, err = process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, 68, out + err)
        self.check_prefix(3)


if __name__ == "__main__":
    unittest.main(verbosity=2)
