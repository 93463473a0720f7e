#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What npusim could not follow makes the verdict inconclusive, by name, whatever else was found."""
import shutil

import npusim_runner
from npusim_runner import KERNELS, Scenario, replace_in

UNKNOWN = "  auto seldom = vec<float, 1, 64>(16384); TPREFETCH(seldom, seldom);\n"


class NothingLost(Scenario):
    def litmus(self, name):
        """A copy of a litmus, with what it shares with the others."""
        for part in ("shared", "twin", name):
            shutil.copytree(KERNELS / "races" / part, self.folder / "races" / part)
        shutil.copy(KERNELS / "races/litmus_config.py", self.folder / "races")
        return self.folder / "races" / name

    def assert_inconclusive(self, run, what):
        self.assert_status(run, 68)
        self.assertEqual(run.report["verdict"], "inconclusive")
        self.assertTrue(any(what in sentence for sentence in run.report["lost"]),
                        run.report["lost"])
        self.assertRegex(run.out, rf"not recorded or not judged:\n(  .*\n)*?  .*{what}")
        self.assertIn("verdict: inconclusive (exit status 68)", run.out)

    def test_a_clean_run_loses_nothing(self):
        run = self.run_program(KERNELS / "races/tci_muls/fixed")
        self.assert_status(run, 0)
        self.assertEqual(run.report["lost"], [])

    def test_findings_before_an_unknown_instruction_stay_but_do_not_decide(self):
        litmus = self.litmus("tci_muls")
        replace_in(litmus / "kernel.cpp", "  pipe_barrier(PIPE_ALL);\n",
                   "  pipe_barrier(PIPE_ALL);\n" + UNKNOWN)
        run = self.run_program(litmus / "racy")
        self.assert_inconclusive(run, "TPREFETCH is not modelled")
        self.assertEqual([finding["hazard"] for finding in run.report["findings"]], ["RAW"])
        self.assert_inconclusive(self.run_program(litmus / "fixed"), "TPREFETCH is not modelled")

    def test_no_check_is_needed_to_notice(self):
        litmus = self.litmus("tci_muls")
        replace_in(litmus / "kernel.cpp", "  pipe_barrier(PIPE_ALL);\n",
                   UNKNOWN + "  pipe_barrier(PIPE_ALL);\n")
        run = self.run_program(litmus / "fixed", "--checks", "none")
        self.assert_inconclusive(run, "TPREFETCH is not modelled")


if __name__ == "__main__":
    npusim_runner.main()
