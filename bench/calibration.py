#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fits the parameters of the cost table that come from published figures, and says how well the model
meets the figures that they were fitted to and, apart, all others.

usage: calibration.py NPUSIM; figures: session/published/*.def"""
import pathlib
import re
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FORMULA = re.compile(r"^NPUSIM_PUBLISHED_FORMULA\((\w+), (\w+), (\d+), ([\d.]+), ([\d.]+)\)", re.M)
BANKS = re.compile(r'^NPUSIM_PUBLISHED_BANKS\("([^"]+)", ([\d.]+), ', re.M)

# What parameters are fitted to: (instruction, type, columns) of the formula file, rows of the bank
# table. No other figure is used, and none of these counts as checked.
PLAIN = [("TADDS", "FLOAT32", 64), ("TMINS", "FLOAT32", 64), ("TMULS", "FLOAT32", 64),
         ("TSQRT", "FLOAT32", 64)]
MASKED = [("TMUL", "FLOAT32", 32), ("TSUB", "FLOAT32", 32), ("TADDS", "FLOAT32", 96),
          ("TMULS", "FLOAT32", 96), ("TMINS", "FLOAT32", 96)]
UNMASKED = {"TMUL": 64, "TSUB": 64, "TADDS": 64, "TMULS": 64, "TMINS": 64}
HALF = [("TDIVS", "FLOAT16", 128)]
BANK_ROWS = ["no conflict", "result one block off", "a source of one block, the next a repeat"]
REPEATS = 64


def figures():
    text = (ROOT / "session/published/formula.def").read_text()
    return {(op, dtype, int(cols)): (float(slope), float(bias))
            for op, dtype, cols, slope, bias in FORMULA.findall(text)}


def fit(formula, banks):
    """Parameter: (value, from what)."""
    found = {}
    for op, dtype, cols in PLAIN:
        found[f"{op}: head + tail"] = (formula[op, dtype, cols][1], "bias of one full instruction")
    extra = [formula[key][1] - formula[key[0], key[1], UNMASKED[key[0]]][1] for key in MASKED]
    found["a mask on an idle pipe"] = (statistics.median(extra), "bias with a mask less bias without")
    slope = formula[HALF[0]][0] * HALF[0][2] - 1
    found["vdiv of half: cycles a repeat"] = (slope, "TDIVS less the fill of its scalar")
    idle = banks["no conflict"] - REPEATS
    found["read-write conflict: cycles"] = (
        (banks["result one block off"] - idle) / REPEATS - 1, "bank table")
    # Every other repeat meets one block.
    found["one block of another operand: cycles"] = (
        ((banks["a source of one block, the next a repeat"] - idle) / REPEATS - 1) * 2, "bank table")
    return found


def deviations(npusim):
    """(group, what, shape): percent, as the model meets each figure."""
    text = subprocess.run([npusim, "list", "timing"], check=True, capture_output=True,
                          text=True).stdout
    group, found = None, {}
    for section in text.split("\n\n"):
        lines = section.splitlines()
        group = lines[0]
        for line in lines[1:]:
            row = re.match(r"(\S.*?)\s{2,}(\S.*?)\s{2,}([\d.]+)\s+([\d.]+)\s+([+-][\d.]+) %", line)
            if row and group != "Summary":
                found[group, row[1], row[2]] = float(row[5])
    return found


def is_trained(group, what, shape):
    if group == "Banks of UB":
        return shape in BANK_ROWS
    row = re.fullmatch(r"(float\d\d) \d+ x (\d+)", shape)
    if group != "Vector instructions, formula file" or not row:
        return False
    return (what, row[1].upper(), int(row[2])) in PLAIN + MASKED + HALF


def summary(name, values):
    sizes = sorted(abs(value) for value in values)
    if not sizes:
        return f"{name}: none"
    within = sum(size <= 10 for size in sizes) / len(sizes)
    return (f"{name}: {len(sizes)} figures, mean {statistics.mean(sizes):.1f} %, median "
            f"{statistics.median(sizes):.1f} %, worst {sizes[-1]:.1f} %, within 10 %: {within:.0%}")


def main():
    banks = {name: float(cycles) for name, cycles in
             BANKS.findall((ROOT / "session/published/published.def").read_text())}
    print("fitted to the training set")
    for name, (value, source) in fit(figures(), banks).items():
        print(f"  {name:42} {value:7.2f}  {source}")
    met = deviations(sys.argv[1])
    print("\n" + summary("training set", [v for key, v in met.items() if is_trained(*key)]))
    print("held out")
    for group in dict.fromkeys(key[0] for key in met):
        held = [v for key, v in met.items() if key[0] == group and not is_trained(*key)]
        print("  " + summary(group, held))


if __name__ == "__main__":
    main()
