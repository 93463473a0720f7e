# SPDX-License-Identifier: Apache-2.0
"""What the tests of traces share: recording a run, and reading its events."""
import json

from npusim_runner import Run, Scenario


class TraceScenario(Scenario):
    def trace(self, *arguments, status=0):
        run = Run(["trace", *arguments], self.folder)
        self.assert_status(run, status)
        return run.out

    def record(self, program, *arguments, status=0):
        path = self.folder / "run.h5"
        self.assert_status(self.run_program(program, "--trace", path, *arguments), status)
        return path

    def info(self, path):
        return json.loads(self.trace("info", path, "--json"))

    def events(self, path, *filters):
        """The events as people see them, without their numbers, which a slice counts anew."""
        rows = json.loads(self.trace("events", path, "--format", "json", *filters))
        for row in rows:
            del row["event"]
        return rows
