#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A recorded run as a Perfetto timeline: whole, nested, in order, with its arrows."""
import re

import npusim_runner
import perfetto_decoder
from trace_scenario import TraceScenario


class Export(TraceScenario):
    def export(self, program, *arguments):
        self.path = self.folder / "run.h5"
        self.run_program(program, "--trace", self.path, "--trace-local", *arguments)
        out = self.folder / "run.perfetto-trace"
        self.trace("export", self.path, "--out", out, "--in-cycles")
        return perfetto_decoder.Timeline(out)

    def check(self, timeline):
        rows = {kind: self.events(self.path, "--kind", kind)
                for kind in ["Instruction", "Completion", "TaskStart", "SetFlag", "WaitFlag"]}
        self.assertGreater(len(rows["Instruction"]), 0)

        # Whole: a slice of each instruction, block and task, which nest; in order of time.
        times = [event.ns for event in timeline.events]
        self.assertEqual(times, sorted(times))
        self.assertLessEqual({event.track for event in timeline.events}, set(timeline.tracks))
        slices = timeline.slices()
        of = {category: [s for s in slices if s[1].category == category]
              for category in ["instruction", "block", "task"]}
        self.assertEqual(len(of["instruction"]), len(rows["Instruction"]))
        self.assertEqual(len(of["block"]), len(rows["TaskStart"]))
        self.assertEqual(len(of["task"]), len({row["task"] for row in rows["TaskStart"]}))
        self.assertEqual(len(slices), sum(map(len, of.values())))

        # Each instruction on a track of its pipe, from its start to its completion.
        def number(row):
            return int(re.search(r"instruction (0x[0-9a-f]+)", row["detail"]).group(1), 16)

        starts = {number(row): row for row in rows["Instruction"]}
        ends = {number(row): row["cycle"] for row in rows["Completion"]}
        for track, begin, end in of["instruction"]:
            row = starts.pop(begin.texts["instruction"])
            self.assertEqual((begin.name, begin.ns), (row["op"], row["cycle"]))
            self.assertEqual(re.sub(r" \(\d+\)$", "", timeline.tracks[track].name), row["agent"])
            self.assertEqual(end, ends.get(number(row), row["cycle"] + 1))
        self.assertEqual(starts, {})
        # Slices of one track follow each other, so that nothing is drawn inside another.
        last = {}
        for track, begin, end in sorted(slices, key=lambda s: s[1].ns):
            self.assertGreaterEqual(begin.ns, last.get(track, 0))
            last[track] = end

        # One arrow for each wait, from a set of the same flag that is not after it.
        begins = {flow: event for event in timeline.events for flow in event.flows}
        ended = [(flow, event) for event in timeline.events for flow in event.ended_flows]
        self.assertEqual(len(begins), len(ended))
        flags = [(begins[flow], event) for flow, event in ended if event.category == "sync"]
        self.assertGreater(len(flags), 0)
        self.assertEqual(len(flags), len(rows["WaitFlag"]))
        self.assertEqual(len({id(first) for first, _ in flags}), len(flags))
        for first, second in flags:
            self.assertEqual(first.name.replace("SetFlag", "WaitFlag"), second.name)
            self.assertLessEqual(first.ns, second.ns)
        return slices

    def test_every_instruction_block_and_flag_of_an_example(self):
        timeline = self.export("examples/matmul_double_buffered")
        self.check(timeline)
        processes = {track.process for track in timeline.tracks.values()}
        self.assertIn("runtime", processes)
        self.assertIn("cluster 0: AIC 0, AIV 0 and 1", processes)
        self.assertFalse([event for event in timeline.events if event.category == "finding"])

    def arrows(self, timeline, category):
        """The two ends' names of each arrow that ends at an event of the category."""
        begins = {flow: event for event in timeline.events for flow in event.flows}
        return [(begins[flow], event) for event in timeline.events for flow in event.ended_flows
                if event.category == category]

    def test_dependencies_lead_from_completed_to_ready(self):
        timeline = self.export("races/atomic_behind_atomic/fixed")
        self.check(timeline)
        arrows = self.arrows(timeline, "task")
        edges = {row["detail"] for row in self.events(self.path, "--kind", "Dependency")}
        self.assertEqual(len(arrows), len(edges))
        self.assertEqual({(first.name, second.name) for first, second in arrows},
                         {("Completed fill", "Ready atomic_add"),
                          ("Completed atomic_add", "Ready atomic_add")})
        for first, second in arrows:
            self.assertLessEqual(first.ns, second.ns)

    def test_gm_traffic_adds_up(self):
        timeline = self.export("examples/vector_add")
        self.check(timeline)
        read = next(uuid for uuid, track in timeline.tracks.items()
                    if track.is_counter and track.name == "read")
        samples = [event for event in timeline.events if event.track == read]
        cycles = samples[1].ns - samples[0].ns
        total = sum(event.value for event in samples) * cycles / 1.85  # cycles per nanosecond
        moved = sum(row["bytes"] for row in self.events(self.path, "--space", "GM", "--kind", "Read"))
        self.assertGreater(moved, 0)
        self.assertAlmostEqual(total / moved, 1, places=6)

    def test_findings_stand_at_both_accesses(self):
        timeline = self.export("races/pipe_v_v_raw/racy")
        self.check(timeline)
        marks = [event for event in timeline.events if event.category == "finding"]
        self.assertEqual([mark.name for mark in marks], ["race: RAW UB"] * 2)
        self.assertEqual(marks[0].flows, marks[1].ended_flows)
        self.assertIn("pipe_barrier", marks[0].texts["fix"])
        self.assertIn("kernel.cpp:", marks[0].texts["message"])

    def test_the_compressor_is_whole(self):
        self.check(self.export("compressor/ratio4-spmd"))

    def test_waits_are_slices_with_their_reason_beside_their_pipe(self):
        timeline = self.export("examples/matmul_double_buffered", "--why", "--set", "timing.jitter=0")
        run = self.run_program("examples/matmul_double_buffered", "--why", "--set", "timing.jitter=0")
        slices = [s for s in timeline.slices() if s[1].category == "wait"]
        sums, last = {}, {}
        for track, begin, end in slices:
            name = timeline.tracks[track].name
            self.assertRegex(name, r"^AI[CV] \d+ \w+ waits$")
            self.assertGreaterEqual(begin.ns, last.get(track, 0))
            last[track] = end
            key = name.removesuffix(" waits"), begin.name
            sums[key] = sums.get(key, 0) + end - begin.ns
        for pipe in run.report["time"]["pipes"]:
            for use, cycles in pipe["cycles"].items():
                if use in ("busy", "idle", "dispatch", "front_end"):
                    continue  # the timeline ends with the last thing that happened
                self.assertEqual(sums.get((f"{pipe['core']} {pipe['pipe']}", use), 0), cycles)
        flags = [begin for _, begin, _ in slices if begin.name == "flag"]
        self.assertGreater(len(flags), 0)
        for flag in flags:
            self.assertRegex(flag.texts["reason"], r"^waits for \w+->\w+ EVENT_ID\d+")
        self.assertTrue(any(", set at " in flag.texts["reason"] for flag in flags))
        self.assertTrue(any("kernel" in flag.texts.get("source", "") for flag in flags))
        plain = self.export("examples/matmul_double_buffered")
        self.assertFalse([event for event in plain.events if event.category == "wait"])

    def test_in_nanoseconds_it_is_the_same_in_real_time(self):
        in_cycles = self.export("examples/vector_add")
        out = self.folder / "ns"
        self.trace("export", self.path, "--out", out)
        in_ns = perfetto_decoder.Timeline(out)
        self.assertEqual(len(in_ns.slices()), len(in_cycles.slices()))
        for a, b in zip(in_ns.events, in_cycles.events):
            self.assertEqual((a.kind, a.track, a.name), (b.kind, b.track, b.name))
            self.assertAlmostEqual(a.ns, b.ns / 1.85, delta=0.51)


if __name__ == "__main__":
    npusim_runner.main()
