#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The main job: the full-size ratio-4 compressor, its forms, its data, its determinism."""
import re
import unittest

import npusim_runner
from npusim_runner import ROOT, Scenario

FORMS = ["ratio4-before", "ratio4-range", "ratio4-spmd", "ratio4-parallel"]
OUTPUTS = ["kv", "compress_state", "cmp_kv_cache"]
RECORDED = ROOT.parent / "shared" / "golden" / "ratio4_decode.h5"


class Compressor(Scenario):
    def assert_equal_outputs(self, run):
        golden = {output["name"]: output for output in run.report["golden"]}
        self.assertEqual(list(golden), OUTPUTS)
        for output in golden.values():
            self.assertTrue(output["equal"], output)
        self.assertEqual(golden["compress_state"]["elements"], 4096 * 4 * 2048)

    def test_ratio4_is_bit_identical_and_clean_with_all_checks(self):
        run = self.run_program("compressor/ratio4")
        self.assert_status(run, 0)
        self.assert_equal_outputs(run)
        self.assertEqual([mode["compare"] for mode in run.report["golden"]], ["bits"] * 3)
        blocks = {task["name"]: task["blocks"] for task in run.report["tasks"]}
        self.assertEqual(blocks["kv_score_proj"], 32)
        self.assertEqual(blocks["softmax_pool"], 512)
        self.assertEqual(sum(blocks.values()), 550)

    def test_unit_scale_scores_permuted_tables_and_used_caches(self):
        run = self.run_program("compressor/ratio4", "--data",
                               ROOT / "kernels/compressor/ratio4/data-unit.json")
        self.assert_status(run, 0)
        self.assert_equal_outputs(run)

    @unittest.skipUnless(RECORDED.exists(), f"no recorded reference data at {RECORDED}")
    def test_recorded_reference_bits_and_torch_tolerances(self):
        for data in ["data-reference.json", "data-torch.json"]:
            run = self.run_program("compressor/ratio4", "--data",
                                   ROOT / "kernels/compressor/ratio4" / data)
            self.assert_status(run, 0)
            self.assert_equal_outputs(run)

    def test_the_rest_of_the_family_is_bit_identical_and_clean(self):
        """Ratio 128, the indexer, with its one mixed task, and the prefill."""
        for program, blocks in [("ratio128", 16 + 1 + 512 + 8 + 8), ("indexer", 8 + 1 + 128 + 9),
                                ("prefill4", 32 + 256 + 2 + 2 + 16)]:
            run = self.run_program(f"compressor/{program}")
            self.assert_status(run, 0)
            self.assertEqual([o["name"] for o in run.report["golden"] if o["equal"]], OUTPUTS)
            self.assertEqual(sum(task["blocks"] for task in run.report["tasks"]), blocks)

    def test_prefill4_needs_the_edge_from_the_readers_of_the_state_to_their_writer(self):
        program = ROOT / "kernels/compressor/prefill4"
        folder = self.folder / "without_edge"
        folder.mkdir()
        text = (program / "orchestration/compressor.cpp").read_text()
        (folder / "compressor.cpp").write_text(
            text.replace("update.set_dependencies(&pooled, 1);", ""))
        config = (program / "kernel_config.py").read_text()
        config = config.replace("Path(__file__).parent", f"Path('{program}')")
        config = config.replace('str(PROGRAM / "orchestration" / "compressor.cpp")',
                                f"'{folder / 'compressor.cpp'}'")
        (folder / "kernel_config.py").write_text(f"{config}\nDATA = '{program / 'data.json'}'\n")
        run = self.run_program(folder)
        self.assert_status(run, 66)
        self.assertEqual({(f["hazard"], f["rule"]) for f in run.report["findings"]},
                         {("WAR", "runtime.no_war_edge")})

    def test_ratio128_before_has_the_round_trip_and_the_scatter(self):
        run = self.run_program("compressor/ratio128-before")
        self.assert_status(run, 66)
        self.assertEqual({f["rule"] for f in run.report["findings"]},
                         {"gm.store_visible", "ub.scalar_store_posted"})

    def test_the_four_other_forms_give_the_same_bytes(self):
        """The claim of pypto-lib#427, on runs without races."""
        def outputs(form):
            folder = self.folder / form
            run = self.run_program(f"compressor/{form}", "--checks", "none",
                                   "--set", "ub.scalar_store_latency=0",
                                   "--set", "gm.store_visible=at_flag", "--out", folder)
            self.assert_status(run, 0)
            return {name: (folder / f"{name}.npy").read_bytes() for name in OUTPUTS}

        expected = outputs("ratio4")
        for form in FORMS:
            self.assertEqual(outputs(form), expected, form)

    def test_the_index_scatter_race_is_found_in_one_run_of_any_seed(self):
        for form in FORMS:
            for seed in (1, 2):
                run = self.run_program(f"compressor/{form}", "--seed", seed)
                self.assertEqual(run.report["exit_status"], 66)
                pairs = {(f["hazard"], f["space"], f["first"]["op"], f["second"]["op"], f["rule"])
                         for f in run.report["findings"]}
                expected = {("RAW", "UB", "TCI (store_ub)", "TMULS (vmuls)",
                             "ub.scalar_store_posted")}
                if form == "ratio4-before":
                    expected.add(("RAW", "GM", "TSTORE (copy_ubuf_to_gm_align)",
                                  "TLOAD (copy_gm_to_ubuf_align)", "gm.store_visible"))
                self.assertEqual(pairs, expected, form)

    def test_the_contested_round_trip_is_a_warning_where_the_flag_makes_stores_visible(self):
        """The program's data.json asks for at_fence; the command line goes before it."""
        run = self.run_program("compressor/ratio4-before", "--set", "gm.store_visible=at_flag")
        self.assertEqual({(f["rule"], f["severity"]) for f in run.report["findings"]},
                         {("ub.scalar_store_posted", "error"), ("gm.store_visible", "warning")})
        contested = [f["contested"] for f in run.report["findings"] if f["contested"]]
        self.assertEqual([reading["value"] for reading in contested[0]["readings"]],
                         ["at_fence", "at_flag"])
        self.assertIn("--set gm.store_visible=at_flag", run.report["findings"][0]["replay"])

    def test_the_round_trip_gives_wrong_bytes_under_the_programs_own_reading(self):
        run = self.run_program("compressor/ratio4-before", "--set", "isa.tci_pipe=V", "--set",
                               "gm.store_latency=2000")
        self.assert_status(run, 66)
        self.assertEqual(run.report["knobs"]["gm.store_visible"], "at_fence")
        self.assertEqual({f["rule"] for f in run.report["findings"]}, {"gm.store_visible"})
        self.assertIn("kv", [o["name"] for o in run.report["golden"] if not o["equal"]])

    def test_blame_points_at_the_iota_and_not_at_the_store(self):
        run = self.run_program("compressor/ratio4-spmd", "--set", "ub.scalar_store_latency=300")
        self.assert_status(run, 66)
        outputs = {output["name"]: output for output in run.report["golden"]}
        self.assertTrue(outputs["compress_state"]["equal"])
        for name in ["kv", "cmp_kv_cache"]:
            self.assertFalse(outputs[name]["equal"])
            self.assertGreaterEqual(outputs[name]["first_index"][-1], 448)
            for row in outputs[name]["blame"]:
                self.assertEqual(row["cause"]["op"], "TMULS (vmuls)")
                self.assertEqual(row["finding"], 0)
                self.assertIn("TSTORE", row["writer"]["op"])


class Determinism(Scenario):
    def run_with_seed(self, seed, name):
        trace = self.folder / f"{name}.h5"
        run = self.run_program("compressor/ratio4", "--seed", seed, "--trace", trace)
        self.assert_status(run, 0)
        report = run.report
        del report["wall_seconds"], report["peak_rss_bytes"]
        return report, trace.read_bytes()

    def test_equal_seeds_give_equal_reports_and_trace_bytes(self):
        first, again = self.run_with_seed(7, "a"), self.run_with_seed(7, "b")
        self.assertEqual(first[0], again[0])
        self.assertTrue(first[1] == again[1], "the two trace files differ")

    def test_other_seeds_give_other_cycles(self):
        self.assertNotEqual(self.run_with_seed(1, "a")[0]["cycles"],
                            self.run_with_seed(2, "b")[0]["cycles"])


class Examples(Scenario):
    def test_each_example_is_clean_under_several_seeds(self):
        for program in ["vector_add", "matmul_double_buffered", "row_softmax", "matmul_add",
                        "flash_attention"]:
            for seed in (1, 2, 3):
                run = self.run_program(f"examples/{program}", "--seed", seed)
                self.assert_status(run, 0)

    def test_the_task_table_shows_cycles_and_busy_pipes(self):
        run = self.run_program("examples/vector_add")
        self.assertRegex(run.out, re.compile(r"^ +add +8 +\d+ +\d+ +\d+ +[\d.]+%", re.MULTILINE))


if __name__ == "__main__":
    npusim_runner.main()
