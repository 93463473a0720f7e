#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A schedule must go on meaning the run it was found with: a few programs under fixed schedules make
the same choices in the same cycles, and leave the same bytes, as model_revision.json says. Other runs
are for another kModelRevision."""
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PINS = pathlib.Path(__file__).with_name("model_revision.json")
NPUSIM = None  # set below

# Each with what it is there for.
RUNS = [
    ("races/tci_muls/racy", "seed=3"),             # scalar stores and vector instructions
    ("races/pipe_v_mte3_raw/racy", "calm"),        # nothing late
    ("races/dcache_false_sharing/racy", "seed=5"), # data cache, two tasks
    ("races/gm_blocks_overlap/racy", "seed=2"),    # several blocks, grants
    ("examples/matmul_double_buffered", "seed=4"), # cube, FIX
    ("compressor/ratio4-spmd", "seed=6"),          # the runtime with all cores
]
MEANT = """
So schedules that somebody has kept would mean another run. If that is not meant, the change is wrong. If it is, raise
kModelRevision in sim/schedule/schedule.h, then NPUSIM_APPROVE=1 ctest --preset release -R "model revision" pins the new
runs, and schedules in tests and docs have to be found anew."""


def npusim(*arguments):
    done = subprocess.run([NPUSIM, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode in (2, 3, 68, 70):
        raise AssertionError(f"{' '.join(done.args)}: {done.returncode}\n{done.stderr}")
    return done.stdout


def digest(parts):
    hashed = hashlib.sha256()
    for part in parts:
        hashed.update(part)
    return hashed.hexdigest()[:16]


def run(program, schedule):
    """What a run came to."""
    with tempfile.TemporaryDirectory(prefix="npusim-") as folder:
        folder = pathlib.Path(folder)
        npusim("replay", program, "--schedule", schedule, "--checks", "none", "--no-golden",
               "--quiet", "--trace", folder / "run.h5", "--out", folder / "out",
               "--report", f"json={folder / 'run.json'}")
        events = npusim("trace", "events", folder / "run.h5", "--kind", "Choice", "--format", "csv")
        # All but the running number among all events, which other kinds of events change.
        choices = [line.split(",", 1)[1].encode() for line in events.splitlines()[1:]]
        return {"cycles": json.loads((folder / "run.json").read_text())["cycles"],
                "choices": len(choices), "choice_digest": digest(choices),
                "output_digest": digest(file.read_bytes()
                                        for file in sorted((folder / "out").iterdir()))}


def revision():
    with tempfile.TemporaryDirectory(prefix="npusim-") as folder:
        report = pathlib.Path(folder) / "run.json"
        npusim("run", RUNS[0][0], "--checks", "none", "--quiet", "--report", f"json={report}")
        return int(json.loads(report.read_text())["schedule"].split(":")[0][1:])


class ModelRevision(unittest.TestCase):
    maxDiff = None

    def test_schedules_mean_what_they_meant(self):
        now = revision()
        made = {f"{program} {schedule}": run(program, f"s{now}:{schedule}")
                for program, schedule in RUNS}
        pinned = json.loads(PINS.read_text()) if PINS.exists() else {"revision": 0, "runs": {}}
        if pinned["revision"] != now:
            if "NPUSIM_APPROVE" in os.environ:
                PINS.write_text(json.dumps({"revision": now, "runs": made}, indent=1) + "\n")
                return
            self.fail(f"{PINS.name} is of revision {pinned['revision']}, npusim of {now}; "
                      "NPUSIM_APPROVE=1 pins its runs")
        self.assertEqual(made, pinned["runs"],
                         f"\nother runs than those of model revision {now}.{MEANT}")


if __name__ == "__main__":
    NPUSIM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=2)
