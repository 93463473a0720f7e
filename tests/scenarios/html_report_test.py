# SPDX-License-Identifier: Apache-2.0
"""The HTML report's document: the same for equal runs, and the same from a trace as from the run."""
import json
import re

from npusim_runner import Run, Scenario, main

# What a trace does not hold: outputs, and so their part in the verdict.
OF_OUTPUTS = {"golden", "verdict", "exit_status"}


def document_in(file):
    text = file.read_text(encoding="utf-8")
    found = re.findall(r'<script type="application/json" id="npusim-report">(.*?)</script>', text,
                       re.DOTALL)
    assert len(found) == 1, f"{file} has {len(found)} documents"
    return json.loads(found[0])


class HtmlReport(Scenario):
    def live(self, program, name, *options):
        """A run's report, and its trace with the accesses to local memories."""
        page, trace = self.folder / f"{name}.html", self.folder / f"{name}.h5"
        run = Run(["run", program, "--quiet", "--report", f"html={page}", "--trace", trace,
                   "--trace-local", *options], self.folder)
        self.assertIn(run.status, (0, 1, 66, 67), run.text)
        return page, trace

    def assert_trace_gives_the_same(self, program, *options):
        page, trace = self.live(program, "run", *options)
        from_trace = self.folder / "trace.html"
        run = Run(["trace", "report", trace, "--out", from_trace], self.folder)
        self.assert_status(run, 0)
        live, replayed = document_in(page), document_in(from_trace)
        self.assertFalse(live["from_trace"])
        self.assertTrue(replayed["from_trace"])
        self.assertIn("does not hold the outputs", replayed["notes"][0])
        self.assertEqual(live.keys(), replayed.keys())
        for part in live.keys() - {"from_trace", "notes", "verdict_line", "outputs", "report"}:
            self.assertEqual(live[part], replayed[part], part)
        for fact in live["report"].keys() - OF_OUTPUTS:
            self.assertEqual(live["report"][fact], replayed["report"][fact], fact)
        return live

    def test_a_race_in_a_local_memory(self):
        document = self.assert_trace_gives_the_same("races/tci_scatter/racy", "--seed", "3")
        self.assertEqual(len(document["swimlanes"]), 1)
        self.assertGreater(len(document["swimlanes"][0]["bars"]["start"]), 100)

    def test_a_race_between_tasks(self):
        document = self.assert_trace_gives_the_same("races/task_war/racy")
        self.assertEqual(document["missing_edges"], [{"from": 0, "to": 1, "finding": 0}])

    def test_a_stall(self):
        self.assert_trace_gives_the_same("races/flag_left_set/racy")

    def test_a_changed_reading_of_the_hardware(self):
        document = self.assert_trace_gives_the_same(
            "compressor/ratio4-spmd", "--set", "ub.scalar_store_latency=300")
        self.assertEqual(len(document["tasks"]), 6)
        self.assertIn("--set ub.scalar_store_latency=300", document["replay"])

    def test_equal_runs_give_equal_bytes(self):
        first, _ = self.live("compressor/ratio4-spmd", "a", "--set", "ub.scalar_store_latency=300")
        second, _ = self.live("compressor/ratio4-spmd", "b", "--set", "ub.scalar_store_latency=300")
        self.assertEqual(first.read_bytes(), second.read_bytes())


if __name__ == "__main__":
    main()
