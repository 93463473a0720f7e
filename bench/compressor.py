#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a run of the full-size compressor costs.

Runs `npusim run compressor/ratio4` several times on one core, as a user would, and prints the median
of each phase, the processor time (user and system, which other programs disturb less), the load of
the machine, the peak memory, the hardware instructions a second, and how each figure stands
against its limit. Exit status 1 if a limit is broken.

    bench/compressor.py [--npusim build/release/npusim] [--runs 5]
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = "compressor/ratio4"

LIMIT_SECONDS = 3.0
LIMIT_RSS_GIB = 2.0
LIMIT_TRACE_TIMES = 1.5
LIMIT_RECORD_BYTES = 4.0
LIMIT_MODEL_RATE = 1e6  # hardware instructions a second, arithmetic left out


def run_once(npusim, arguments, folder):
    """One run pinned to one core; its JSON report, its wall time and its processor time."""
    report = pathlib.Path(folder) / "report.json"
    command = ["taskset", "-c", "0", str(npusim), "run", PROGRAM, "--quiet", "--report",
               f"json={report}", *arguments]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with status {process.returncode}")
    return json.loads(report.read_text()), seconds, usage.ru_utime + usage.ru_stime


def measure(npusim, arguments, runs, folder):
    """Medians over `runs` runs, after one that fills the caches."""
    run_once(npusim, arguments, folder)
    reports, walls, processor = zip(*(run_once(npusim, arguments, folder) for _ in range(runs)))
    phases = {phase: statistics.median(report["wall_seconds"][phase] for report in reports)
              for phase in reports[0]["wall_seconds"]}
    return {
        "wall": statistics.median(walls),
        "processor": statistics.median(processor),
        "phases": phases,
        "rss_gib": statistics.median(report["peak_rss_bytes"] for report in reports) / 2**30,
        "instructions": reports[0]["instructions"],
        "events": reports[0]["events"],
        "cycles": reports[0]["cycles"],
    }


def recorded_events(npusim, trace):
    """Records in a trace, as `npusim trace info` counts them."""
    command = [str(npusim), "trace", "info", str(trace), "--json"]
    output = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    return json.loads(output)["events"]


def show(title, figures):
    phases = ", ".join(f"{name} {seconds:.3f}" for name, seconds in figures["phases"].items())
    print(f"{title}\n  wall {figures['wall']:.2f} s ({phases}), processor {figures['processor']:.2f} s;\n"
          f"  peak {figures['rss_gib']:.2f} GiB; "
          f"{figures['instructions']:,} instructions, {figures['events']:,} events, "
          f"{figures['cycles']:,} cycles")


def check(name, value, limit, unit, at_least=False):
    good = value >= limit if at_least else value <= limit
    bound = "at least" if at_least else "at most"
    print(f"  {'ok  ' if good else 'FAIL'} {name}: {value:.3g} {unit} ({bound} {limit:.3g})")
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--npusim", default=ROOT / "build/release/npusim", type=pathlib.Path)
    parser.add_argument("--runs", default=5, type=int)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        trace = ["--trace", os.path.join(folder, "trace.h5")]
        traced = measure(options.npusim, ["--checks", "none", *trace], options.runs, folder)
        show("load + simulate + golden check + GM trace", traced)
        local_trace = pathlib.Path(folder) / "local.h5"
        traced_all = measure(options.npusim,
                             ["--checks", "none", "--trace", local_trace, "--trace-local"],
                             options.runs, folder)
        show("the same with local memories in the trace", traced_all)
        trace_bytes = local_trace.stat().st_size
        events = recorded_events(options.npusim, local_trace)
        plain = measure(options.npusim, ["--checks", "none"], options.runs, folder)
        show("without trace", plain)
        checked = measure(options.npusim, [], options.runs, folder)
        show("with all checks, without trace", checked)
        model = measure(options.npusim, ["--checks", "none", "--no-golden", "--empty-arithmetic"],
                        options.runs, folder)
        show("arithmetic left out", model)
    print(f"load average {os.getloadavg()[0]:.1f}")
    good = [
        check("full run with trace", traced["wall"], LIMIT_SECONDS, "s"),
        check("peak memory with trace", traced["rss_gib"], LIMIT_RSS_GIB, "GiB"),
        check("GM and local trace against none", traced_all["wall"] / plain["wall"],
              LIMIT_TRACE_TIMES, "times"),
        check("GM and local trace on disk", trace_bytes / events, LIMIT_RECORD_BYTES,
              "bytes a record"),
        check("model rate", model["instructions"] / model["phases"]["simulate"], LIMIT_MODEL_RATE,
              "instructions/s", at_least=True),
        check("all checks against none", checked["wall"] / plain["wall"], 2.0, "times"),
    ]
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
