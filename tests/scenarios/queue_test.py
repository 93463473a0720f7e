#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Programs whose queues have the room that they needed when both directions shared a ring."""
import json
import shutil

import npusim_runner
from npusim_runner import KERNELS, Scenario

SHARED = "isa.queue_rings=shared"


class Queues(Scenario):
    def with_room_for_one_ring(self):
        """Two blocks, each with one ring, and nothing behind the second's."""
        races = self.folder / "races"
        shutil.copytree(KERNELS / "races", races, ignore=lambda folder, names: [
            name for name in names if folder == str(KERNELS / "races") and
            name not in ("cluster_two_way_queue", "shared", "twin", "litmus_config.py")])
        data = races / "cluster_two_way_queue" / "data.json"
        program = json.loads(data.read_text())
        [ring] = [argument for argument in program["args"] if argument["name"] == "ring"]
        ring["shape"] = ring["shape"][1:]
        data.write_text(json.dumps(program))
        return races / "cluster_two_way_queue" / "racy"

    def test_the_second_ring_is_out_of_bounds_and_the_finding_names_the_remedy(self):
        run = self.run_program(self.with_room_for_one_ring())
        self.assert_status(run, 66)
        beyond = [finding for finding in run.report["findings"]
                  if finding["hazard"] == "out-of-bounds"]
        self.assertEqual({finding["first"]["op"].split()[0] for finding in beyond},
                         {"TPUSH", "TPOP"})
        across = [finding for finding in run.report["findings"]
                  if finding["rule"] == "task.blocks_unordered"]
        self.assertTrue(across)
        for finding in beyond + across:
            self.assertIn(SHARED, finding["fix"])

    def test_one_ring_is_enough_where_the_directions_share_it(self):
        run = self.run_program(self.with_room_for_one_ring(), "--set", SHARED)
        self.assert_status(run, 0)
        self.assertTrue(all(output["equal"] for output in run.report["golden"]))
        for finding in run.report["findings"]:
            self.assertEqual(finding["severity"], "warning")


if __name__ == "__main__":
    npusim_runner.main()
