#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Who compiled the kernels, and with which flags, is part of what was run: reports and traces say it, runs
that differ in it are not compared. Findings and lines do not depend on it. Clang is looked for; without
one only g++ is tried."""
import json
import os
import shutil
import subprocess
import unittest

import npusim_runner
from npusim_runner import Run, Scenario

CLANG = next(filter(None, map(shutil.which, ("clang++-16", "clang++-15", "clang++-14", "clang++"))), None)
needs_clang = unittest.skipUnless(CLANG, "no clang here")
# Programs of each kind of finding, and one without.
PROGRAMS = ("examples/vector_add", "races/flag_missing_pipe", "races/gm_out_of_bounds",
            "races/dcache_no_dcci", "races/loop_release", "races/flag_deadlock", "races/cvt_overlap")
WRAPPER = """#!/bin/sh
for a; do shift; [ "$a" = -O2 ] && a={level}; set -- "$@" "$a"; done
exec {compiler} "$@"
"""


class Compiler(Scenario):
    def tearDown(self):
        os.environ.pop("NPUSIM_CXX", None)

    def run_with(self, compiler, program, *arguments):
        os.environ["NPUSIM_CXX"] = str(compiler)
        return self.run_program(program, *arguments)

    def wrapped(self, compiler, level):
        """That compiler with another level of optimisation."""
        path = self.folder / f"{os.path.basename(compiler)}{level}"
        path.write_text(WRAPPER.format(compiler=shutil.which(compiler), level=level))
        path.chmod(0o755)
        return path

    def places_of(self, report):
        return [(finding["check"], finding["hazard"],
                 *((finding[side] or {}).get("source", "") for side in ("first", "second")))
                for finding in report["findings"]]

    def test_reports_and_traces_say_who_compiled(self):
        trace = self.folder / "t.h5"
        run = self.run_with("g++", "examples/vector_add", "--trace", trace)
        version = subprocess.run(["g++", "-dumpfullversion"], capture_output=True, text=True,
                                 check=True).stdout.strip()
        compiler = run.report["compiler"]
        self.assertTrue(compiler.startswith(f"gcc {version} "), compiler)
        self.assertIn(" -O2 ", compiler)
        self.assertIn(f"kernels by gcc {version}", run.out)
        self.assertIn(compiler, Run(["trace", "info", trace], self.folder).out)
        info = Run(["trace", "info", trace, "--json"], self.folder)
        self.assertEqual(json.loads(info.out)["compiler"], compiler)

    @needs_clang
    def test_runs_of_two_compilers_are_not_compared(self):
        traces = [self.folder / "gcc.h5", self.folder / "clang.h5"]
        self.assert_status(self.run_with("g++", "examples/vector_add", "--trace", traces[0]), 0)
        self.assert_status(self.run_with(CLANG, "examples/vector_add", "--trace", traces[1]), 0)
        for command in (["trace", "diff", *traces], ["replay", traces[0]]):
            refused = Run(command, self.folder)
            self.assert_status(refused, 3)
            self.assertIn("the compiler is 'clang ", refused.err)
            self.assertIn("was 'gcc ", refused.err)
        self.assert_status(Run(["replay", traces[0], "--rebuild"], self.folder), 0)
        self.assert_status(Run(["replay", traces[1]], self.folder), 0)

    @needs_clang
    def test_a_campaign_is_not_continued_by_another_compiler(self):
        campaign = ["explore", "examples/vector_add", "--schedules", "3", "--out", self.folder / "c"]
        os.environ["NPUSIM_CXX"] = "g++"
        self.assert_status(Run(campaign, self.folder), 0)
        os.environ["NPUSIM_CXX"] = CLANG
        refused = Run(campaign, self.folder)
        self.assert_status(refused, 3)
        self.assertIn("the compiler is 'clang ", refused.err)

    @needs_clang
    def test_findings_have_the_same_lines_with_clang(self):
        for program in PROGRAMS:
            with self.subTest(program=program):
                gcc = self.run_with("g++", program)
                clang = self.run_with(CLANG, program)
                self.assertEqual(clang.status, gcc.status, clang.text)
                self.assertEqual(self.places_of(clang.report), self.places_of(gcc.report))
                for place in self.places_of(clang.report):
                    self.assertRegex(place[2], r":\d+$")

    def test_cycles_do_not_depend_on_the_optimiser_where_it_leaves_the_accesses(self):
        compilers = ["g++", *([CLANG] if CLANG else [])]
        cycles = {}
        for compiler in compilers:
            for level in ("-O1", "-O2", "-O3"):
                run = self.run_with(self.wrapped(compiler, level), "examples/vector_add")
                self.assert_status(run, 0)
                cycles[compiler, level] = run.report["cycles"]
        self.assertEqual(len(set(cycles.values())), 1, cycles)


if __name__ == "__main__":
    npusim_runner.main()
