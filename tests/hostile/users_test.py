#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Two users of one machine, and objects that somebody planted where npusim keeps what it built.

usage: users_test.py NPUSIM; needs root, which can be two users, and a build that they reach; else it is
skipped (status 77)."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

NPUSIM = pathlib.Path(sys.argv.pop(1)).resolve()
PROGRAM = pathlib.Path(__file__).parent / "base"
USERS = (61001, 61002)
PLANTED = """
#include <cstdio>
struct Planted { Planted() { std::FILE* f = std::fopen("%s", "w"); if (f) std::fclose(f);
                             std::fputs("PLANTED CODE RUNS\\n", stderr); } } planted;
extern "C" void kernel_entry(long*) {}
extern "C" void aicpu_orchestration_entry(void*) {}
"""


class Users(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory(dir="/tmp")
        self.root = pathlib.Path(self.temporary.name)
        self.root.chmod(0o755)
        self.homes = []
        for user in USERS:
            home = self.root / str(user)
            home.mkdir(mode=0o755)
            shutil.copytree(PROGRAM, home / "program")
            for path in (home, *home.rglob("*")):
                os.chown(path, user, user)
            self.homes.append(home)

    def tearDown(self):
        self.temporary.cleanup()

    def run_as(self, number, *command, **variables):
        """`command` as that user; an environment of its own, with the user's home but where given."""
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.homes[number]), **variables}
        environment = {key: value for key, value in environment.items() if value is not None}
        return subprocess.run(command, env=environment, cwd="/", user=USERS[number], group=USERS[number],
                              extra_groups=[], capture_output=True, text=True, check=False)

    def simulate(self, number, **variables):
        done = self.run_as(number, NPUSIM, "run", self.homes[number] / "program", "--quiet", **variables)
        self.assertNotIn("PLANTED", done.stdout + done.stderr)
        return done

    def planted_object(self):
        source, witness = self.root / "planted.cpp", self.root / "witness"
        source.write_text(PLANTED % witness)
        target = self.root / "planted.so"
        subprocess.run(["c++", "-shared", "-fPIC", source, "-o", target], check=True)
        target.chmod(0o644)
        return target, witness

    def test_neither_sees_the_others_cache(self):
        for number in range(2):
            done = self.simulate(number)
            self.assertEqual(done.returncode, 0, done.stderr)
            cache = self.homes[number] / ".cache/npusim"
            self.assertEqual(cache.stat().st_mode & 0o777, 0o700)
            self.assertEqual(cache.stat().st_uid, USERS[number])
            self.assertTrue(list(cache.glob("*.so")))
            self.assertNotEqual(self.run_as(1 - number, "ls", cache).returncode, 0)
            entry = next(cache.glob("*.so"))
            self.assertNotEqual(self.run_as(1 - number, "cat", entry).returncode, 0)

    def test_a_cache_of_anothers_is_refused(self):
        shared = self.root / "shared"
        shared.mkdir(mode=0o777)
        shared.chmod(0o777)
        os.chown(shared, USERS[1], USERS[1])
        done = self.simulate(0, NPUSIM_CACHE=str(shared))
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("NPUSIM_CACHE", done.stderr)
        self.assertEqual(list(shared.iterdir()), [])

    def test_without_home_the_cache_is_still_the_users_alone(self):
        cache = self.without_home()
        self.assertEqual(self.simulate(0, HOME=None).returncode, 0)
        self.assertEqual(cache.stat().st_mode & 0o777, 0o700)
        self.assertEqual(cache.stat().st_uid, USERS[0])
        self.assertNotEqual(self.run_as(1, "ls", cache).returncode, 0)

    def test_without_home_a_cache_laid_by_another_is_refused(self):
        cache = self.without_home()
        cache.mkdir(mode=0o777)
        os.chown(cache, USERS[1], USERS[1])
        done = self.simulate(0, HOME=None)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn(str(cache), done.stderr)
        self.assertEqual(list(cache.iterdir()), [])

    def without_home(self):
        """Where the first user's cache is without a home; nothing is there before the test and after it."""
        cache = pathlib.Path("/tmp") / f"npusim-cache-{USERS[0]}"
        shutil.rmtree(cache, ignore_errors=True)
        self.addCleanup(shutil.rmtree, cache, ignore_errors=True)
        return cache

    def test_a_planted_object_does_not_run(self):
        target, witness = self.planted_object()
        cache = self.homes[0] / ".cache/npusim"
        self.assertEqual(self.simulate(0).returncode, 0)
        entries = [path for path in cache.glob("*.so")]
        for entry in entries:
            shutil.copyfile(target, entry)
            os.chown(entry, USERS[0], USERS[0])
        done = self.simulate(0)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertFalse(witness.exists())
        for entry in entries:
            self.assertNotEqual(entry.read_bytes(), target.read_bytes())

    def test_a_link_in_place_of_the_cache_is_not_followed_to_anothers(self):
        target, witness = self.planted_object()
        trap = self.homes[1] / "trap"
        trap.mkdir(mode=0o755)
        os.chown(trap, USERS[1], USERS[1])
        (self.homes[0] / ".cache").mkdir()
        (self.homes[0] / ".cache/npusim").symlink_to(trap)
        done = self.simulate(0)
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertFalse(witness.exists())
        self.assertTrue(target.exists())


if __name__ == "__main__":
    if os.geteuid() != 0:
        print("needs root: skipped")
        sys.exit(77)
    for needed in (NPUSIM, PROGRAM / "data.json"):
        if subprocess.run(["test", "-r", needed], user=USERS[0], group=USERS[0], extra_groups=[],
                          check=False).returncode != 0:
            print(f"other users do not reach {needed}: skipped")
            sys.exit(77)
    unittest.main(verbosity=2)
