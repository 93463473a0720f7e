#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One flipped bit of a trace, under every verb that reads one: refused by name, or no difference.

NPUSIM_VERB_FLIPS is how many bits are tried, 240 by default; the verbs take turns.
"""
import collections
import os
import pathlib
import random
import subprocess

import npusim_runner
from trace_scenario import TraceScenario

FLIPS = int(os.environ.get("NPUSIM_VERB_FLIPS", "240"))
SEED = int(os.environ.get("NPUSIM_VERB_SEED", "1"))
PROGRAM = npusim_runner.KERNELS / "races/dcache_no_dcci/racy"
OUT = "OUT"  # stands for the file that a verb writes
VERBS = {
    "info": ["trace", "info", "d.h5", "--json"],
    "events": ["trace", "events", "d.h5", "--format", "csv"],
    "slice": ["trace", "slice", "d.h5", "--out", OUT],
    "diff": ["trace", "diff", "d.h5", "sound.h5"],
    "races": ["trace", "races", "d.h5", "--report", "json=-"],
    "export": ["trace", "export", "d.h5", "--out", OUT],
    "report": ["trace", "report", "d.h5", "--out", OUT],
    "why": ["trace", "why", "d.h5", "out[0, 0]"],
    "compare": ["trace", "compare", "sound.h5", "d.h5", "--json"],
    "replay": ["replay", "d.h5"],
}


class FlippedBits(TraceScenario):
    def told_by(self, verb):
        """Status, what is said and written, and what is said on stderr."""
        out = pathlib.Path(self.folder) / "out"
        out.unlink(missing_ok=True)
        command = [npusim_runner.NPUSIM, *(str(out) if a == OUT else a for a in VERBS[verb])]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False,
                              cwd=self.folder)
        written = out.read_bytes() if out.exists() else b""
        return done.returncode, self.lasting(done.stdout), written, done.stderr

    @staticmethod
    def lasting(text):
        """Without the objects and numbers that differ from run to run."""
        kept, skips = [], False
        for line in text.splitlines():
            skips = skips or "wall_seconds" in line
            if not skips and "peak_rss_bytes" not in line:
                kept.append(line)
            if skips and "}" in line:
                skips = False
        return kept

    def test_a_flipped_bit_is_refused_by_name_or_changes_nothing(self):
        sound = self.record(PROGRAM, "--trace-local", "--trace-data", status=66)
        bits = sound.read_bytes()
        damaged = self.folder / "d.h5"
        damaged.write_bytes(bits)
        (self.folder / "sound.h5").write_bytes(bits)
        expected = {verb: self.told_by(verb) for verb in VERBS}
        for verb, told in expected.items():
            self.assertIn(told[0], (0, 1, 66, 67), f"{verb}: {told[3]}")
        choice = random.Random(SEED)
        ends = collections.Counter()
        for number in range(FLIPS):
            verb = list(VERBS)[number % len(VERBS)]
            bit = choice.randrange(8 * len(bits))
            changed = bytearray(bits)
            changed[bit // 8] ^= 1 << bit % 8
            damaged.write_bytes(changed)
            told = self.told_by(verb)
            place = f"flip {number}, {verb}: bit {bit % 8} of byte {bit // 8}"
            if told[0] == 3:
                self.assertRegex(told[3], r"npusim: error: (\S*/)?d\.h5: ", place)
            else:
                self.assertEqual(told[:3], expected[verb][:3], place)
            ends[verb, told[0]] += 1
        for (verb, status), count in sorted(ends.items()):
            print(f"{verb:8} status {status:2}: {count}", flush=True)
        self.assertTrue(any(status == 3 for _, status in ends))


if __name__ == "__main__":
    npusim_runner.main()
