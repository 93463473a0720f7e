#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The bundled tile library against a checkout's (PTO_ISA_ROOT; skipped without): each row of
differential_rows.py is a kernel with one call. Both libraries issue the same hardware instructions
with the same footprints, flags and barriers, pipe by pipe, and leave the same bytes.

  differential_test.py NPUSIM [--rows REGEX] [--keep FOLDER]
"""
import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

SKIPPED = 77
CHECKOUT = os.environ.get("PTO_ISA_ROOT")

HEAD = """// One kernel a row: a memory's bytes come in, the call, and go out.
#include <pto/pto-inst.hpp>
using namespace pto;
using Ub = Tile<TileType::Vec, float, 48, 1024>;
using Gm = GlobalTensor<float, Shape<1, 1, 1, 48, 1024>,
                        pto::Stride<49152, 49152, 49152, 1024, 1>>;
#ifdef __DAV_VEC__
static AICORE void fill_ub(__gm__ float* in) {
  Ub ub;
  TASSIGN(ub, 0);
  Gm from(in);
  TLOAD(ub, from);
  pipe_barrier(PIPE_ALL);
  set_flag(PIPE_MTE2, PIPE_S, EVENT_ID0);
  wait_flag(PIPE_MTE2, PIPE_S, EVENT_ID0);
}
static AICORE void store_ub(__gm__ float* out) {
  pipe_barrier(PIPE_ALL);
  dsb(DSB_UB);
  set_flag(PIPE_S, PIPE_MTE3, EVENT_ID0);
  wait_flag(PIPE_S, PIPE_MTE3, EVENT_ID0);
  Ub ub;
  TASSIGN(ub, 0);
  Gm to(out);
  TSTORE(to, ub);
}
#endif
"""


def kernel(number, row):
    body = "".join(f"  {tile.declaration()}\n" for tile in row.tiles) + f"  {row.call}\n"
    if row.core == "aiv":
        body = f"  fill_ub(in);\n{body}  store_ub(out);\n"
    return (f"// {row.name}\n__global__ AICORE void row{number}(__gm__ float* in, __gm__ float* out)"
            f" {{\n{body}}}\n")


def write_program(rows, folder):
    import numpy
    sources, launches, arguments = {}, [], []
    for number, row in enumerate(rows):
        sources.setdefault(row.core, []).append(kernel(number, row))
        launches.append({"source": f"{row.core}.cpp", "function": f"row{number}",
                         "core_type": row.core, "blocks": 1,
                         "args": [f"in{number}", f"out{number}"]})
        numpy.save(folder / f"in{number}.npy", row.contents())
        arguments += [{"name": f"in{number}", "dtype": "float32", "shape": [49152], "role": "inout",
                       "init": {"file": f"in{number}.npy"}},
                      {"name": f"out{number}", "dtype": "float32", "shape": [49152],
                       "role": "out"}]
    for core, kernels in sources.items():
        (folder / f"{core}.cpp").write_text(HEAD + "\n".join(kernels))
    (folder / "kernel_config.py").write_text('RUNTIME_CONFIG = {"runtime": "launch"}\n'
                                             f"LAUNCHES = {launches!r}\n")
    (folder / "data.json").write_text(json.dumps({"version": 1, "args": arguments}))


def run(npusim, program, library, folder):
    """The run's trace and, by name, the bytes that it left."""
    import numpy
    folder.mkdir()
    trace = folder / "trace.h5"
    # The bundled library marks row sums, so that they can be reference sums; hardware has no mark.
    command = [npusim, "run", str(program), "--trace", str(trace), "--trace-local", "--checks",
               "none", "--no-golden", "--out", str(folder), "--set", "numerics=hardware"]
    if library:
        command += ["--pto-isa", library]
    environment = {**os.environ, "PTO_ISA_ROOT": ""}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if not trace.exists() or done.returncode not in (0, 1, 66, 67):
        text = done.stdout + done.stderr
        errors = [line for line in text.splitlines() if "error" in line or "differential" in line]
        sys.exit(f"{' '.join(command)}\n{chr(10).join(errors[:20]) or text[-3000:]}")
    events = subprocess.run([npusim, "trace", "events", str(trace)], capture_output=True, text=True,
                            check=True).stdout
    return events, {path.stem: numpy.load(path).tobytes() for path in folder.glob("*.npy")}


EVENT = re.compile(r"#\d+ +\d+  (\S+ \d+ (\S+)) +(\w+) +(\d+)/\d+ \S+  (.*)")


def streams(events):
    """Instructions, accesses, flags and barriers by launch and pipe, without names and times."""
    result = collections.defaultdict(list)
    for line in events.splitlines():
        found = EVENT.match(line)
        if not found:
            continue
        _, pipe, kind, task, rest = found.groups()
        rest = re.sub(r" *\bat \S+:\d+.*| set \d+", "", rest)
        rest = re.sub(r"\w+ \((\w+)\)", r"\1", rest)  # the library's name around the hardware's
        rest = re.sub(r"  instruction 0x\w+, \w+", "", rest)
        rest = re.sub(r",? ?by the library.*", "", rest)
        if kind in ("Issue", "Completion", "Dispatch") or (kind == "Instruction" and pipe == "S"):
            continue
        # The bundled library says which tile a gather may read, the checkout's leaves it open.
        if rest.startswith("vgather ") and kind == "Read":
            continue
        steps = result[int(task), pipe]
        # A row sum of the bundled library also reads the row that it sums up, for reference sums.
        if kind == "Read" and rest.startswith("vcadd ") and steps[-1].startswith("Read vcadd "):
            continue
        steps.append(f"{kind} {rest}".rstrip())
    return {key: in_any_order(steps) if key[1] == "S" else steps for key, steps in result.items()}


def in_any_order(steps):
    """Loads of the scalar unit that nothing separates: C++ leaves their order open."""
    result, loads = [], []
    for step in [*steps, ""]:
        if step.startswith("Read"):
            loads.append(step)
        else:
            result += [*sorted(loads), step]
            loads = []
    return result[:-1]


def difference(one, other):
    for index in range(max(len(one), len(other))):
        a = one[index] if index < len(one) else "nothing"
        b = other[index] if index < len(other) else "nothing"
        if a != b:
            return f"step {index}: bundled: {a}\n      checkout: {b}"
    return None


def check(rows, bundled, checkout):
    """Names of rows that differ, each with the first place."""
    (events_a, bytes_a), (events_b, bytes_b) = bundled, checkout
    streams_a, streams_b = streams(events_a), streams(events_b)
    failures = {}
    for number, row in enumerate(rows):
        problems = []
        for key in sorted(key for key in streams_a.keys() | streams_b.keys() if key[0] == number):
            found = difference(streams_a.get(key, []), streams_b.get(key, []))
            if found:
                problems.append(f"pipe {key[1]}, {found}")
        if not any(key[0] == number for key in streams_a):
            problems.append("not one event")
        if bytes_a.get(f"out{number}") != bytes_b.get(f"out{number}"):
            problems.append("other bytes")
        if problems:
            failures[f"{number} {row.name}"] = problems
    return failures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("npusim")
    parser.add_argument("--rows", default="")
    parser.add_argument("--keep")
    arguments = parser.parse_args()
    if not CHECKOUT:
        print("PTO_ISA_ROOT names no checkout")
        return SKIPPED
    try:
        import numpy  # noqa: F401
    except ImportError:
        print("numpy is not installed")
        return SKIPPED
    from differential_rows import ROWS
    rows = [row for row in ROWS if re.search(arguments.rows, row.name)]
    with tempfile.TemporaryDirectory(prefix="npusim-") as temporary:
        folder = pathlib.Path(arguments.keep or temporary)
        program = folder / "program"
        program.mkdir(parents=True)
        write_program(rows, program)
        npusim = str(pathlib.Path(arguments.npusim).resolve())
        failures = check(rows, run(npusim, program, None, folder / "bundled"),
                         run(npusim, program, CHECKOUT, folder / "checkout"))
    for name, problems in failures.items():
        print(f"{name}\n    " + "\n    ".join(problems))
    print(f"{len(rows) - len(failures)} of {len(rows)} rows agree")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
