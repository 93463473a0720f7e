#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs every hostile program: a clear report, a documented status, within its limit; nothing is left
behind, nothing outside is seen, and the next one runs.

usage: hostile_test.py NPUSIM [NAME...]; without a sandbox in the system, those that need one are left
out.
"""
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from making import make_program, processes_with
from programs import PROGRAMS

NPUSIM = pathlib.Path(sys.argv[1]).resolve()
TIMEOUT = 5
EXPLORED = ("kernel_exit_0", "kernel_exit_by_system_call", "kernel_abort", "kernel_null",
            "kernel_kills_itself", "kernel_forges_done", "kernel_thread_crashes", "kernel_socket",
            "orchestration_exit_0")
# Three seconds to come back, and a machine that does other things.
PATIENCE = TIMEOUT + 20


def listing(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def explore(name, folder, statuses, environment):
    """The same program in a campaign, whose runs are children of the worker."""
    if name not in EXPLORED:
        return []
    problems = []
    for strategy in ("random", "directed"):
        done = subprocess.run([NPUSIM, "explore", folder, "--schedules", "3", "--strategy", strategy,
                               "--timeout", "60", "--quiet"], env=environment, capture_output=True,
                              timeout=90, text=True, errors="replace", stdin=subprocess.DEVNULL)
        # The first run of a directed campaign is npusim's own, of which the campaign needs the end.
        if done.returncode not in (*statuses, *((3,) if strategy == "directed" else ())):
            problems.append(f"explore ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return problems


def run(row, root):
    """The problems with one program, a sentence each."""
    name, place, code, statuses, word, options = *row, *[[]] * (6 - len(row))
    folder, outside, out = (root / part / name for part in ("programs", "outside", "out"))
    outside.mkdir(parents=True)
    out.mkdir(parents=True)
    (outside / "secret").write_text("#error SECRET\n")
    make_program(folder, {"outside": outside, "program": folder, "out": out}, place, code)
    before = listing(folder), listing(outside)
    report = root / f"{name}.json"
    environment = dict(os.environ, NPUSIM_HOSTILE=name, NPUSIM_CACHE=str(root / "cache"))
    # Compilers take their time on a machine that does other things; it is not the program's.
    subprocess.run([NPUSIM, "build", folder, "--quiet"], env=environment, capture_output=True,
                   stdin=subprocess.DEVNULL)
    start = time.monotonic()
    command = [NPUSIM, "run", folder, "--timeout", str(TIMEOUT), "--max-memory", "1G", "--report",
               f"json={report}", *(option.replace("{out}", str(out)) for option in options)]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=PATIENCE,
                              text=True, errors="replace", stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return [f"{name}: still running after {PATIENCE} s"]
    problems = []
    said = done.stdout + done.stderr
    if done.returncode not in statuses:
        problems.append(f"exit status {done.returncode}, expected one of {statuses}:\n{said[-2000:]}")
    if word not in said:
        problems.append(f"nothing about '{word}':\n{said[-2000:]}")
    if "SECRET" in said:
        problems.append(f"it shows a file outside:\n{said[-2000:]}")
    try:
        if json.loads(report.read_text())["exit_status"] != done.returncode:
            problems.append("the report has another exit status")
    except (OSError, ValueError, KeyError) as error:
        problems.append(f"the report cannot be read: {error}")
    problems += explore(name, folder, statuses, environment)
    time.sleep(0.1)
    if left := processes_with(f"NPUSIM_HOSTILE={name}\0".encode()):
        problems.append(f"processes are left: {left}")
    if (listing(folder), listing(outside)) != before:
        problems.append(f"files are left: {listing(folder)}, {listing(outside)}")
    print(f"{name}: {done.returncode}, {time.monotonic() - start:.1f} s", flush=True)
    return [f"{name}: {problem}" for problem in problems]


def main():
    rows = [row for row in PROGRAMS if len(sys.argv) < 3 or row[0] in sys.argv[2:]]
    with tempfile.TemporaryDirectory() as root:
        root = pathlib.Path(root).resolve()
        probe = subprocess.run([NPUSIM, "run", "no/such/program", "--sandbox", "require"],
                               capture_output=True, text=True)
        if "a system that can confine a process" in probe.stderr:
            print("no sandbox here: programs that need one are left out")
            rows = [row for row in rows if not any(
                word in row[0] for word in ("reads_secret", "writes", "socket", "forks", "shell",
                                            "kills_all"))]
        (root / "cache").mkdir(mode=0o700)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            problems = [problem for found in pool.map(lambda row: run(row, root), rows)
                        for problem in found]
    print("\n".join(problems) or f"{len(rows)} programs ended well")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
