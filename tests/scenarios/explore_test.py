#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Campaigns, replays and minimal schedules, as a user meets them."""
import json
import os
import re
import signal
import subprocess
import time
import unittest

import npusim_runner
from npusim_runner import KERNELS, Run, Scenario

# Races both orders of which give equal bits, and why. The campaign must show it; everything else must
# have a witness.
EQUAL_BITS = {
    "cube_fix_m_war": "the second product is the first one again",
    "cube_ping_pong": "all left operands are equal",
    "pipe_s_mte2_waw": "the output leaves the bytes of the race out",
    "pipe_s_v_waw": "the output leaves the bytes of the race out",
}
# Races that need another reading of the hardware to show.
OTHER_READING = {
    "flag_branch_barrier": "timing.mask_write=overlaps",
    "gm_no_drain_fix": "task.fin_waits_stores=off",
    "gm_no_drain_mte3": "task.fin_waits_stores=off",
    "pipe_v_v_waw": "timing.mask_write=overlaps",
}


class ExploreScenario(Scenario):
    def explore(self, program, *arguments):
        return Run(["explore", program, "--quiet", *arguments], self.folder)

    def outcomes(self, run):
        """(outcome, runs) of each row of the table."""
        return re.findall(r"^  (\S.*?)  +(\d+)/\d+ ", run.out, re.MULTILINE)


class Explore(ExploreScenario):
    def test_one_job_and_two_give_the_same_table(self):
        first = self.explore("races/tci_muls/racy", "--schedules", 40, "--jobs", 1)
        second = self.explore("races/tci_muls/racy", "--schedules", 40, "--jobs", 2)
        self.assertEqual(first.out, second.out)
        self.assertEqual(sum(int(runs) for _, runs in self.outcomes(first)), 40)

    def test_a_killed_campaign_goes_on_where_it_was(self):
        arguments = ["explore", "races/tci_muls/racy", "--quiet", "--schedules", "300",
                     "--out", str(self.folder / "campaign")]
        whole = Run([*arguments[:-1], str(self.folder / "whole")], self.folder)
        journal = self.folder / "campaign" / "runs.jsonl"
        process = subprocess.Popen([npusim_runner.NPUSIM, *arguments], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        while not journal.exists() or journal.read_bytes().count(b"\n") < 20:
            self.assertIsNone(process.poll(), "the campaign ended before it could be killed")
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        done = journal.read_bytes().count(b"\n") - 1
        with journal.open("ab") as file:
            file.write(b'{"number":299,"row"')  # a line that was being written
        resumed = Run(arguments, self.folder)
        self.assertIn(f", {done} taken over", resumed.out)
        self.assertEqual(self.outcomes(resumed), self.outcomes(whole))
        self.assertEqual(sorted(journal.read_text().splitlines()[1:]),
                         sorted((self.folder / "whole" / "runs.jsonl").read_text()
                                .splitlines()[1:]))
        self.assertTrue((self.folder / "campaign" / "campaign.h5").exists())
        self.assertIn("| outcome |", (self.folder / "campaign" / "campaign.md").read_text())

    def test_a_campaign_killed_at_many_moments_makes_no_run_again(self):
        runs = 80
        arguments = ["explore", "races/tci_muls/racy", "--quiet", "--jobs", "2",
                     "--schedules", str(runs), "--out"]
        whole = Run([*arguments, str(self.folder / "whole")], self.folder)
        journal = self.folder / "campaign" / "runs.jsonl"

        def lines():
            """Whole lines, without the first."""
            return journal.read_text().split("\n")[1:-1] if journal.exists() else []

        # Before the first run, between runs, in the middle of runs, again and again.
        for least, pause in ((0, 0), (0, 0.05), (1, 0), (1, 0.013), (20, 0.007), (40, 0.03), (41, 0),
                             (70, 0.02)):
            process = subprocess.Popen([npusim_runner.NPUSIM, *arguments, self.folder / "campaign"],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            while len(lines()) < least:
                self.assertIsNone(process.poll(), "the campaign ended before it could be killed")
                time.sleep(0.002)
            time.sleep(pause)
            before = lines()
            process.kill()
            process.wait()
            after = lines()
            self.assertEqual(after[:len(before)], before, "a run that was finished is lost")
        done = len(lines())
        last = Run([*arguments, str(self.folder / "campaign")], self.folder)
        self.assertIn(f", {done} taken over", last.out)
        self.assertEqual(sorted(json.loads(line)["number"] for line in lines()), list(range(runs)))
        self.assertEqual(self.outcomes(last), self.outcomes(whole))
        for name in ("campaign.md", "campaign.h5"):
            self.assertEqual((self.folder / "campaign" / name).read_bytes(),
                             (self.folder / "whole" / name).read_bytes())

    def test_another_campaign_in_the_folder_is_refused(self):
        out = self.folder / "campaign"
        self.explore("races/tci_muls/racy", "--schedules", 3, "--out", out)
        other = self.explore("races/tci_muls/racy", "--schedules", 4, "--out", out)
        self.assert_status(other, 3)
        self.assertIn("found another: ", other.err)

    def test_a_folder_that_another_process_works_in_is_refused(self):
        out = self.folder / "campaign"
        arguments = ["explore", "races/tci_muls/racy", "--quiet", "--schedules", "100000", "--out", out]
        process = subprocess.Popen([npusim_runner.NPUSIM, *map(str, arguments)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        journal = out / "runs.jsonl"
        while not journal.exists() or not journal.read_bytes():
            time.sleep(0.01)
        second = Run(arguments, self.folder)
        process.kill()
        process.wait()
        self.assert_status(second, 3)
        self.assertIn("a folder that nobody works in", second.err)

    def test_matrix_rows_are_all_combinations(self):
        run = self.explore("races/tci_muls/racy", "--schedules", 5,
                           "--matrix", "ub.scalar_store_latency=0,300",
                           "--matrix", "dcache=on,off")
        for store in ("0", "300"):
            for dcache in ("on", "off"):
                self.assertIn(f"ub.scalar_store_latency={store} dcache={dcache}", run.out)
        self.assertRegex(run.out, r"latency=0 dcache=on +pass +5/5")
        self.assertRegex(run.out, r"latency=300 dcache=on +out wrong +5/5")
        wrong = self.explore("races/tci_muls/racy", "--matrix", "dcache=maybe")
        self.assert_status(wrong, 2)

    def test_until_failure_stops_and_names_the_replay(self):
        run = self.explore("races/tci_muls/racy", "--schedules", 1000, "--until-failure")
        self.assert_status(run, 1)
        self.assertLess(sum(int(runs) for _, runs in self.outcomes(run)), 1000)
        command = re.search(r"the first failure again: npusim (.*)", run.out).group(1)
        self.assert_status(Run([*command.replace("'", "").split(), "--checks", "none"],
                               self.folder), 1)

    def test_every_seed_twice_is_the_same_run(self):
        for program in ("compressor/ratio4-parallel", "races/gm_blocks_overlap/racy"):
            run = self.explore(program, "--strategy", "determinism", "--schedules", 8)
            self.assertNotIn("not deterministic", run.out)
            self.assertNotEqual(run.status, 70)

    def test_pct_says_its_bound(self):
        run = self.explore("races/pipe_v_mte3_raw/racy", "--strategy", "pct", "--schedules", 20)
        self.assertRegex(run.out, r"n = \d+ agents, k = \d+ delays, d = 2")


class Witness(ExploreScenario):
    def racy_litmuses(self):
        for folder in sorted(KERNELS.joinpath("races").iterdir()):
            expected = folder / "expected.json"
            if not expected.exists():
                continue
            expected = json.loads(expected.read_text())
            if expected["check"] == "race" and expected.get("severity") != "note":
                yield folder.name

    def run_racy(self, name, strategy, count):
        extra = ["--set", OTHER_READING[name]] if name in OTHER_READING else []
        return self.explore(f"races/{name}/racy", "--strategy", strategy, "--schedules", count,
                            "--until-failure", *extra)

    def shown(self, name):
        """What shows the races of the racy twin within 2 directed schedules for each, else 98 seeds:
        ("witness", the command that fails), ("equal bits", pairs of schedules), or ("", None)."""
        run = self.run_racy(name, "directed", 2)
        pairs = int(re.search(r"^(\d+) unordered pairs", run.out, re.MULTILINE).group(1))
        for strategy, count in (("directed", 2 * pairs), ("random", 98)):
            if strategy == "random" or count > 2:
                run = self.run_racy(name, strategy, count)
            found = re.search(r"the first failure again: npusim (.*)", run.out)
            if found:
                return "witness", found.group(1)
            proofs = re.findall(r"^    both orders: equal bits\n    (\S+)\n"
                                r"    the other order: (\S+)$", run.out, re.MULTILINE)
            if strategy == "directed" and len(proofs) == pairs > 0:
                return "equal bits", proofs
        return "", None

    def witness(self, name):
        kind, command = self.shown(name)
        self.assertEqual(kind, "witness", name)
        return command

    def test_racy_litmuses_have_a_witness_or_equal_bits_in_both_orders(self):
        names = list(self.racy_litmuses())
        shown = {name: self.shown(name) for name in names}
        kinds = {name: kind for name, (kind, _) in shown.items()}
        self.assertEqual([name for name in names if kinds[name] == "equal bits"],
                         sorted(EQUAL_BITS))
        self.assertEqual([name for name in names if kinds[name] == ""], [])
        self.assertGreaterEqual(len(names), 60)
        # The same delay does no harm where the missing line is there.
        for name in names:
            if kinds[name] == "witness":
                command = shown[name][1].replace(f"{name}/racy", f"{name}/fixed").replace("'", "")
                self.assert_status(Run([*command.split(), "--checks", "none"], self.folder), 0)

    def test_equal_bits_stand_in_every_result_of_the_campaign(self):
        out = self.folder / "campaign"
        run = self.explore("races/pipe_s_v_waw/racy", "--strategy", "directed", "--schedules", 2,
                           "--out", out)
        (kept, reversed_order), = re.findall(
            r"^    both orders: equal bits\n    (\S+)\n    the other order: (\S+)$", run.out,
            re.MULTILINE)
        self.assertRegex((out / "campaign.md").read_text(),
                         re.escape(f"| both orders: equal bits | {kept} | {reversed_order} |"))
        orders = {run["schedule"]: run["orders"] for run in
                  map(json.loads, (out / "runs.jsonl").read_text().splitlines()[1:])}
        self.assertEqual(orders, {kept: [{"race": 0, "order": "first"}],
                                  reversed_order: [{"race": 0, "order": "second"}]})
        content = (out / "campaign.h5").read_bytes()
        for text in ("races", "both orders: equal bits", kept, reversed_order):
            self.assertIn(text.encode(), content)
        # Seen from outside.
        outputs = []
        for schedule in (kept, reversed_order):
            Run(["replay", "races/pipe_s_v_waw/racy", "--schedule", schedule, "--checks", "none",
                 "--out", self.folder / "out"], self.folder)
            outputs.append((self.folder / "out" / "out.npy").read_bytes())
        self.assertEqual(outputs[0], outputs[1])

    def test_a_witness_replays_to_the_same_bytes(self):
        self.replay(self.witness("pipe_v_mte3_raw"), 5)

    @unittest.skipUnless(os.environ.get("NPUSIM_REPLAYS"), "NPUSIM_REPLAYS is not set")
    def test_every_witness_replays_to_the_same_bytes(self):
        witnesses = [shown for kind, shown in map(self.shown, self.racy_litmuses())
                     if kind == "witness"]
        for command in witnesses:
            self.replay(command, int(os.environ["NPUSIM_REPLAYS"]))
        print(f"{len(witnesses)} witnesses")

    def replay(self, command, times):
        """Runs a command so often: outputs and trace must be the same each time."""
        command = command.replace("'", "").split()
        files = set()
        for _ in range(times):
            trace = self.folder / "run.h5"
            Run([*command, "--checks", "none", "--trace", trace, "--out", self.folder / "out"],
                self.folder)
            outputs = b"".join(file.read_bytes()
                               for file in sorted((self.folder / "out").iterdir()))
            files.add((trace.read_bytes(), outputs))
        self.assertEqual(len(files), 1, command)

    def test_a_trace_replays_to_itself(self):
        first, second = self.folder / "a.h5", self.folder / "b.h5"
        run = self.run_program("compressor/ratio4-spmd", "--seed", 20, "--trace", first)
        again = Run(["replay", first, "--trace", second, "--report",
                     f"json={self.folder / 'report.json'}"], self.folder)
        self.assertEqual(run.status, again.status)
        self.assertTrue(first.read_bytes() == second.read_bytes(), "the traces differ")

    def test_another_models_schedule_is_refused(self):
        run = Run(["replay", "races/tci_muls/racy", "--schedule", "s999:seed=1"], self.folder)
        self.assert_status(run, 3)
        self.assertIn("model revision", run.err)


class Scatter(ExploreScenario):
    """The index scatter of the compressor: all three outcomes from seeds alone, one forced delay."""

    def test_seeds_alone_give_pass_wrong_rows_and_stalls(self):
        run = self.explore("compressor/ratio4-spmd", "--schedules", 40, "--jobs", os.cpu_count())
        labels = {label for label, _ in self.outcomes(run)}
        self.assertEqual(labels, {"pass", "kv, cmp_kv_cache wrong"})
        # Stores that take longer leave whole rows of numbers unwritten.
        run = self.explore("compressor/ratio4-spmd", "--schedules", 100, "--jobs", os.cpu_count(),
                           "--set", "ub.scalar_store_latency=42")
        labels = {label for label, _ in self.outcomes(run)}
        self.assertEqual(labels, {"pass", "kv, cmp_kv_cache wrong", "stall 507046"})

    def test_the_mask_form_passes(self):
        run = self.explore("compressor/ratio4", "--schedules", 24, "--jobs", os.cpu_count())
        self.assertEqual(self.outcomes(run), [("pass", "24")])
        self.assert_status(run, 0)

    def test_a_failing_seed_comes_down_to_one_late_fetch_in_the_index_scatter(self):
        # The first of all, seed 5, also wants its block on a core that is cold: 24 delays.
        found = self.explore("compressor/ratio4-spmd", "--schedules", 200, "--until-failure",
                             "--seed", 6, "--jobs", os.cpu_count())
        seed = re.search(r"--seed (\d+)", found.out).group(1)
        run = Run(["minimize", "compressor/ratio4-spmd", "--schedule", f"s6:seed={seed}",
                   "--jobs", os.cpu_count(), "--quiet"], self.folder, timeout=280)
        self.assert_status(run, 0)
        count = int(re.search(r": (\d+) of \d+ delays are enough", run.out).group(1))
        self.assertLessEqual(count, 3)
        self.assertIn("wait for the code of", run.out)
        self.assertIn("index_interleave.h", run.out)
        passing = Run(["minimize", "compressor/ratio4", "--schedule", "s6:seed=1"], self.folder)
        self.assert_status(passing, 3)


if __name__ == "__main__":
    npusim_runner.main()
