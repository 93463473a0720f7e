#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""trace why: who wrote an element, from what, back to the inputs."""
import json

import npusim_runner
from npusim_runner import Run
from trace_scenario import TraceScenario


def instructions(items):
    for item in items:
        if item["kind"] == "instruction":
            yield item
            yield from instructions(item["sources"])


class Why(TraceScenario):
    def why(self, path, element, *arguments):
        return json.loads(self.trace("why", path, element, "--json", *arguments))

    def test_a_sum_leads_to_both_of_its_operands_and_no_further(self):
        path = self.record("examples/vector_add", "--trace-local", "--trace-data")
        for row, column in ((0, 0), (16, 0), (255, 511), (100, 77)):
            element = f"[{row}, {column}]"
            answer = self.why(path, f"sum[{row},{column}]")
            self.assertEqual(answer["elements"], f"sum{element}")
            self.assertEqual(answer["inputs"], [f"x{element}", f"y{element}"])
            self.assertEqual(answer["unwritten"], [])
            self.assertTrue(answer["same_bits"])
            self.assertEqual(answer["value"], answer["golden"])
            ops = [item["op"].split()[0] for item in instructions(answer["writers"])]
            self.assertEqual(sorted(ops), ["TADD", "TLOAD", "TLOAD", "TSTORE"])
            self.assertEqual(answer["instructions"], 4)
            store = answer["writers"][0]
            self.assertEqual(store["range"], f"sum{element}")
            self.assertIn("add.cpp:", store["source"])
            self.assertEqual(store["block"], row // 32)

    def test_slices_and_flat_indexes_name_several_elements(self):
        path = self.record("examples/vector_add", "--trace-local")
        self.assertEqual(self.why(path, "sum[8:10, 3:5]")["inputs"],
                         ["x[8:10, 3:5] (16 bytes)", "y[8:10, 3:5] (16 bytes)"])
        self.assertEqual(self.why(path, "sum.flat[512:516]")["inputs"],
                         ["x[1, 0:4]", "y[1, 0:4]"])
        self.assertEqual(self.why(path, "sum[1, :]", "--width", "100")["inputs"],
                         ["x[1, 0:512]", "y[1, 0:512]"])

    def test_what_is_left_out_is_counted(self):
        path = self.record("examples/row_softmax", "--trace-local")
        whole = self.why(path, "y[3, 5]", "--depth", "1000", "--width", "10000", "--limit", "100000")
        numbers = {item["number"] for item in instructions(whole["writers"])}
        self.assertEqual(numbers, set(range(1, whole["instructions"] + 1)))
        self.assertEqual(whole["inputs"], ["x[3, 0:" + whole["inputs"][0].split(":")[1]])
        short = self.why(path, "y[3, 5]", "--depth", "2")
        self.assertEqual(short["instructions"], whole["instructions"])
        self.assertEqual(short["inputs"], whole["inputs"])
        left_out = [item["sources_left_out"] for item in instructions(short["writers"])]
        self.assertGreater(sum(left_out), 0)
        self.assertIn(" more", self.trace("why", path, "y[3, 5]", "--depth", "2"))

    def test_a_value_is_followed_through_tasks_and_cores(self):
        path = self.record("compressor/ratio4", "--trace-local")
        answer = self.why(path, "kv[3, 0, 17]", "--limit", "100000", "--depth", "100")
        self.assertGreater(answer["instructions"], 10)
        self.assertTrue(answer["inputs"])
        self.assertEqual(answer["unwritten"], [])
        tasks = {item["task"] for item in instructions(answer["writers"])}
        self.assertGreater(len(tasks), 0)

    def test_elements_that_nobody_wrote_say_which_rows(self):
        path = self.record("races/flag_deadlock/racy", "--trace-local", status=67)
        answer = self.why(path, "out[0, 3]")
        self.assertEqual([item["kind"] for item in answer["writers"]], ["input"])
        self.assertEqual(answer["instructions"], 0)
        self.assertIn("row 0 of out: no task wrote", " ".join(answer["notes"]))

    def test_without_local_accesses_the_answer_says_where_it_ends(self):
        path = self.record("examples/vector_add")
        answer = self.why(path, "sum[0, 0]")
        self.assertEqual(answer["instructions"], 1)
        self.assertIn("--trace-local", " ".join(answer["notes"]))

    def test_errors_say_what_is_wrong(self):
        path = self.record("examples/vector_add")
        for element, text in (
                ("som[0, 0]", "no tensor 'som'; did you mean 'sum'?"),
                ("sum[256, 0]", "index 256 is out of range, expected 0 to 255"),
                ("sum[0, 512]", "index 512 is out of range"),
                ("sum[-1, 0]", "'-1' is no index"),
                ("sum[5:5, 0]", "out of range"),
                ("sum[0]", "it takes 2 indices, not the 1"),
                ("sum[0, 0, 0]", "it takes 2 indices, not the 3"),
                ("sum[0, 18446744073709551616]", "is no index"),
                ("sum[0, ]", "'' is no index"),
                ("sum", "TENSOR[INDEX"), ("[0]", "TENSOR[INDEX"), ("sum]0[", "TENSOR[INDEX"),
                ("sum[0, 0", "TENSOR[INDEX"), ("", "an element of one of its tensors")):
            run = Run(["trace", "why", path, element], self.folder)
            self.assert_status(run, 2)
            self.assertIn(text, run.err)
        run = Run(["trace", "why", path], self.folder)
        self.assert_status(run, 2)
        self.assert_status(Run(["trace", "why", __file__, "sum[0, 0]"], self.folder), 3)

    def test_outputs_of_tasks_have_names_too(self):
        path = self.record("compressor/ratio4", "--trace-local")
        by_number = self.why(path, "task 0 output 0[3, 5]")
        self.assertGreater(by_number["instructions"], 10)
        self.assertIn("x[0:32, 0:2, 0:4096]", by_number["inputs"])
        by_name = self.why(path, "alloc_tensors output 0[3, 5]")
        self.assertEqual(by_name["writers"], by_number["writers"])


if __name__ == "__main__":
    npusim_runner.main()
