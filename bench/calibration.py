#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fits the costs that come from published figures to those marked Training in
session/published/*.def, and compares them with what the sources have. Ends with status 1 if one
differs by more than its figures allow. With NPUSIM it also prints how well the model meets the
training set and, apart, the figures held out.

usage: calibration.py [NPUSIM]"""
import pathlib
import re
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CYCLES_PER_US = 1850
REPEATS = 64
ARRAY_BYTES = 301989888  # of the loads of a whole array
ADDED_MIB = 128  # of an array of add_high_performance

# How far a fitted value may be from the source's. Cycles are whole in the table, and a figure is
# rounded to one: the difference of two is off by one at most. A slope's line was fitted through
# measurements that were up to a tenth off (TCVT has 0.90). Rates are given with three digits.
ONE_CYCLE, TENTH, ONE_PERCENT = 1.0, 0.12, 0.01


def rows(kind):
    """The training figures of a kind, as lists of their words."""
    found = []
    for name in ("published.def", "formula.def"):
        text = (ROOT / "session/published" / name).read_text()
        for words in re.findall(rf"^NPUSIM_PUBLISHED_{kind}\(Training, (.*)\)$", text, re.M):
            found.append([word.strip() for word in re.findall(r'\s*("[^"]*"|[^,]+)', words)])
    return found


class Sources:
    """What the model has."""

    def __init__(self):
        self.table = (ROOT / "models/timing/cost_table.def").read_text()

    def vector(self, opcode):
        """Head and tail, slope."""
        row = re.search(rf"VECTOR_COST\({opcode}, (\d+), (\d+), (\d+),", self.table)
        return float(row[1]) + float(row[3]), float(row[2])

    def vector_head(self, opcode):
        return float(re.search(rf"VECTOR_COST\({opcode}, (\d+),", self.table)[1])

    def half_slope(self, opcode):
        return float(re.search(rf"HALF_SLOPE\({opcode}, (\d+),", self.table)[1])

    def transfer(self, opcode):
        """Latency, bytes a cycle, cycles of a row and of an instruction."""
        row = re.search(rf"TRANSFER_COST\({opcode}, ([\d., ]+), \"", self.table)
        return [float(word) for word in row[1].split(",")]

    def head(self, opcode):
        return float(re.search(rf"TRANSFER_HEAD\({opcode}, (\d+)", self.table)[1])

    def missed_row(self, opcode):
        return float(re.search(rf"MISSED_ROW\({opcode}, ([\d.]+)", self.table)[1])

    def missed_rate(self, opcode):
        return float(re.search(rf"MISSED_RATE\({opcode}, (\d+)", self.table)[1])

    def move_rate(self, opcode):
        return float(re.search(rf"MOVE_COST\({opcode}, \d+, ([\d.]+),", self.table)[1])

    @staticmethod
    def constant(name):
        text = (ROOT / "models/timing/constants.def").read_text()
        return float(re.search(rf"CONSTANT\([\w:]+, {name}, ([\d.]+),", text)[1])

    @staticmethod
    def knob(name):
        text = (ROOT / "models/arch/knobs.def").read_text()
        return float(re.search(rf'"{name}", "[^"]*", "([\d.]+)"', text)[1])


def vector_lines(source):
    """Lines through measurements: instructions that one tile instruction is."""
    opcodes = {"TADD": "VADD", "TDIV": "VDIV", "TEXP": "VEXP", "TLOG": "VLN", "TRSQRT": "VRSQRT",
               "TMAXS": "VMAXS", "TRELU": "VRELU", "TLRELU": "VLRELU", "TAND": "VAND",
               "TMAX": "VMAX", "TMUL": "VMUL", "TMULS": "VMULS", "TCVT": "VCONV"}
    # Two sources in one bank take two cycles a repeat (the rows of banks), whatever the table has.
    conflicts = {"TADD", "TAND", "TMAX", "TMUL"}
    for op, slope, constant in rows("FIT"):
        latency, per_repeat = source.vector(opcodes[op])
        yield f"{opcodes[op]}: head and tail", float(constant), latency, ONE_CYCLE
        if op not in conflicts:
            yield f"{opcodes[op]}: slope", float(slope), per_repeat, TENTH


def formula_lines(source):
    formula = {(op, dtype, int(cols)): (float(slope), float(bias))
               for op, dtype, cols, slope, bias in rows("FORMULA")}
    for op, opcode in (("TADDS", "VADDS"), ("TMINS", "VMINS"), ("TMULS", "VMULS"),
                       ("TSQRT", "VSQRT")):
        slope, bias = formula[op, "FLOAT32", 64]
        latency, per_repeat = source.vector(opcode)
        yield f"{opcode}: head and tail (formula)", bias, latency, ONE_CYCLE
        yield f"{opcode}: slope (formula)", slope * 64, per_repeat, TENTH
    masks = [formula[op, "FLOAT32", cols][1] - formula[op, "FLOAT32", 64][1]
             for op, _, cols in formula if cols in (32, 96) and (op, "FLOAT32", 64) in formula
             and op != "TROWMAX"]
    yield ("a mask on an idle pipe", statistics.median(masks),
           source.constant("MaskOnIdlePipe"), ONE_CYCLE)
    yield ("VDIV of half: slope", formula["TDIVS", "FLOAT16", 128][0] * 128 - 1,
           source.half_slope("VDIV"), TENTH)
    # Sixty-four rows: a row's instruction waits for the results of the one before.
    for op, opcode in (("TCOLSUM", "VADD"), ("TCOLMAX", "VMAX")):
        tail = source.vector(opcode)[0] - source.vector_head(opcode)
        yield f"{opcode}: tail", formula[op, "FLOAT32", 64][0] * 64 - 1, tail, ONE_CYCLE


def banks(source):
    table = {row[0].strip('"'): float(row[1]) for row in rows("BANKS")}
    idle = table["no conflict"] - REPEATS
    yield "VADD: head and tail (banks)", idle, source.vector("VADD")[0], ONE_CYCLE
    yield ("two sources in one bank: cycles", (table["sources in one bank"] - idle) / REPEATS - 1,
           source.constant("BankRow") / 100, TENTH)
    yield ("read-write conflict: cycles", (table["result one block off"] - idle) / REPEATS - 1,
           source.constant("BankReadWrite") / 100, TENTH)
    # Every other repeat meets one block.
    lone = ((table["a source of one block, the next a repeat"] - idle) / REPEATS - 1) * 2
    yield ("one block meets another: cycles", lone,
           source.constant("BankLoneBlock") / 100, TENTH)


def loads(source):
    streams = {(row[0].strip('"'), row[2].split("::")[-1]): float(row[1]) for row in rows("STREAM")}
    small = streams["1 x 128 B", "COPY_GM_TO_UB"] * CYCLES_PER_US * 48 * 128 / ARRAY_BYTES
    yield "an instruction to UB: cycles", small, source.transfer("COPY_GM_TO_UB")[3], ONE_CYCLE
    nd2nz = "COPY_GM_TO_L1_ND2NZ"
    tile = streams["64 x 128 B", nd2nz] * CYCLES_PER_US * 24 * 64 * 128 / ARRAY_BYTES
    line = 512 / source.transfer("COPY_GM_TO_L1")[1]
    yield "nd2nz: a row from HBM, as a line of 512 bytes", line, source.missed_row(nd2nz), TENTH
    yield "nd2nz: beside its rows", tile - 64 * line, source.head(nd2nz), ONE_CYCLE
    lines = streams["64 x 512 B", nd2nz] * CYCLES_PER_US * 24 * 64 * 512 / ARRAY_BYTES
    rate = 64 * 512 / (lines - source.head(nd2nz))
    yield ("nd2nz: bytes a cycle from HBM", rate, source.missed_rate(nd2nz),
           ONE_PERCENT * source.missed_rate(nd2nz))
    latency, _, row, _ = source.transfer(nd2nz)
    for _, microseconds, first, second, _, pairs in rows("WAITED"):
        pair = float(microseconds) * CYCLES_PER_US / float(pairs) - 2 * source.head(nd2nz)
        yield "nd2nz: a row from L2", pair / (float(first) + float(second)), row, TENTH
        if first == second == "64":
            yield "nd2nz: latency, of 64 rows all there is", pair / 2, latency, ONE_CYCLE
    rate = ARRAY_BYTES / (streams["64 x 2048 B", "COPY_GM_TO_UB"] * CYCLES_PER_US)
    bandwidth = source.knob("gm.bandwidth")
    yield "HBM: bytes a cycle", rate, bandwidth, ONE_PERCENT * bandwidth
    for instructions, size, cycles in rows("LOAD"):
        latency = float(cycles) / float(instructions) - float(size) / 128
        yield "a load: latency", latency, source.transfer("COPY_GM_TO_UB")[0], ONE_CYCLE


def runs(_):
    """What only a run shows: the model's time of MTE2 in matmul_basic_api gives what nd2nz gets from
    L2."""
    for name, _, published, model, _ in rows("RECORDED"):
        if name == '"matmul_basic_api, MTE2"':
            yield ("matmul_basic_api: us of MTE2", float(published), float(model),
                   ONE_PERCENT * float(published))


def write_backs(source):
    """With two buffers HBM is never idle, and at the end L2 still holds what came last: of each of
    the three arrays the same part."""
    l2 = source.knob("gm.l2_size")
    for _, time, _, _, _ in rows("ADD"):
        written = ADDED_MIB - l2 / 3
        passed = float(time) * CYCLES_PER_US * source.knob("gm.bandwidth") / 2**20
        weight = source.constant("HbmWrite")
        yield ("a byte written back, in bytes read", (passed - 2 * ADDED_MIB) / written, weight,
               ONE_PERCENT * weight)


def flat_rates(source):
    opcodes = {"L1ToL0a": "LOAD_L1_TO_L0A", "L1ToL0b": "LOAD_L1_TO_L0B"}
    for path, gib in rows("FLAT"):
        rate = float(gib) * 2**30 / (CYCLES_PER_US * 1e6)
        has = (source.move_rate(opcodes[path]) if path in opcodes
               else source.transfer("COPY_L1_TO_GM")[1])
        yield f"{path}: bytes a cycle", rate, has, ONE_PERCENT * has


def print_summaries(npusim):
    text = subprocess.run([npusim, "list", "timing"], check=True, capture_output=True,
                          text=True).stdout
    print("\n" + "\n\n".join(part for part in text.split("\n\n") if part.startswith("Summary")))


def main():
    source = Sources()
    wrong = 0
    for fitted in (vector_lines, formula_lines, banks, loads, runs, write_backs, flat_rates):
        for name, value, has, tolerance in fitted(source):
            agrees = abs(value - has) <= tolerance
            wrong += not agrees
            print(f"{name:42} fitted {value:8.2f}  source {has:8.2f}"
                  f"{'' if agrees else '  DIFFERS'}")
    if len(sys.argv) > 1:
        print_summaries(sys.argv[1])
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
