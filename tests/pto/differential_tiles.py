# SPDX-License-Identifier: Apache-2.0
"""What the rows of differential_test.py are made of: tiles, and calls with tiles."""
import dataclasses
import zlib

UB_BYTES = 196608
SCRATCH = 188416  # of the library, from here on

TYPES = {"float": "f4", "half": "f2", "bfloat16_t": "u2", "int32_t": "i4", "uint32_t": "u4",
         "int16_t": "i2", "uint16_t": "u2", "int8_t": "i1", "uint8_t": "u1", "int4b_t": "u1"}
LAYOUTS = {"ND": ("RowMajor", "NoneBox"), "DN": ("ColMajor", "NoneBox"),
           "NZ": ("ColMajor", "RowMajor"), "ZN": ("RowMajor", "ColMajor"),
           "ZZ": ("RowMajor", "RowMajor")}


@dataclasses.dataclass
class T:
    """A tile: static, or with a valid size that is part of the type (`fixed`) or given (`valid`)."""
    name: str
    dtype: str
    rows: int
    cols: int
    valid: tuple = None
    fixed: tuple = None
    layout: str = "ND"
    memory: str = "Vec"
    pad: str = "Null"
    fractal: int = 512
    data: str = "any"  # any, positive, index:N, list of pairs sorted: pairs
    at: int = None

    @property
    def bytes(self):
        import numpy
        return self.rows * self.cols * numpy.dtype(TYPES[self.dtype]).itemsize

    def declaration(self):
        outer, inner = LAYOUTS[self.layout]
        valid = (-1, -1) if self.valid else self.fixed or (self.rows, self.cols)
        given = f"({self.valid[0]}, {self.valid[1]})" if self.valid else ""
        return (f"Tile<TileType::{self.memory}, {self.dtype}, {self.rows}, {self.cols}, "
                f"BLayout::{outer}, {valid[0]}, {valid[1]}, SLayout::{inner}, {self.fractal}, "
                f"PadValue::{self.pad}> {self.name}{given}; TASSIGN({self.name}, {self.at});")

    def values(self, generator):
        import numpy
        count = self.rows * self.cols
        dtype = numpy.dtype(TYPES[self.dtype])
        kind, _, argument = self.data.partition(":")
        if kind == "index":
            return generator.integers(0, int(argument), count).astype(dtype)
        if kind == "multiple":  # of the argument, below 4096
            return (generator.integers(0, 4096 // int(argument), count) * int(argument)).astype(dtype)
        if kind == "constant":
            return numpy.full(count, float(argument)).astype(dtype)
        if kind == "pairs":  # descending values of the type, indices between them
            pairs = numpy.zeros(count * dtype.itemsize // 8, dtype=[("v", "f4"), ("i", "u4")])
            values = numpy.sort(generator.normal(0, 3, len(pairs)).astype(dtype))[::-1]
            group = int(argument or len(pairs))
            for first in range(0, len(pairs), group):
                values[first:first + group] = numpy.sort(values[first:first + group])[::-1]
            if dtype.itemsize == 2:
                pairs = numpy.zeros(len(pairs), dtype=[("v", "f2"), ("p", "u2"), ("i", "u4")])
            pairs["v"] = values
            pairs["i"] = numpy.arange(len(pairs))
            return numpy.frombuffer(pairs.tobytes(), dtype)
        if dtype.kind == "f":
            values = generator.normal(0, 3, count)
            if kind == "positive":
                values = abs(values) + 0.1
            if kind == "whole":
                values = values.round()
            return values.astype(dtype)
        if dtype.itemsize == 1 and dtype.kind == "u":
            return generator.integers(0, 256, count).astype(dtype)
        low = 1 if kind == "positive" else -100 if dtype.kind == "i" else 0
        return generator.integers(low, 100, count).astype(dtype)


class Row:
    def __init__(self, name, tiles, call, core="aiv"):
        self.name, self.tiles, self.call, self.core = name, tiles, call, core
        at = {}
        for tile in tiles:
            if tile.at is None:
                tile.at = at.get(tile.memory, 0)
            at[tile.memory] = -(-(tile.at + tile.bytes) // 256) * 256 + 256
            if tile.memory == "Vec":
                assert at[tile.memory] <= SCRATCH, name

    def contents(self):
        import numpy
        generator = numpy.random.default_rng(zlib.crc32(self.name.encode()))
        memory = generator.normal(0, 3, UB_BYTES // 4).astype("f4").view("u1").copy()
        for tile in self.tiles:
            if tile.memory == "Vec":
                values = tile.values(generator).view("u1")
                memory[tile.at:tile.at + len(values)] = values
        return memory.view("f4")


ROWS = []


def row(name, *tiles, call, core="aiv"):
    ROWS.append(Row(name, list(tiles), call, core))


SIZES = {  # name: rows, cols, keyword arguments of the tile
    "16x64": (16, 64, {}), "16x32": (16, 32, {}), "5x144": (5, 144, {}), "1x208": (1, 208, {}),
    "16x128 dynamic": (16, 128, {"valid": (13, 100)}),
    "2x512 dynamic": (2, 512, {"valid": (2, 500)}),
    "2x128 dynamic": (2, 128, {"valid": (2, 70)}),
    "40x64 fixed": (40, 64, {"fixed": (33, 50)}),
    "20x64 whole, dynamic": (20, 64, {"valid": (20, 64)}),
    "300x16": (300, 16, {}),
}
SHORT = ("16x64", "5x144", "16x128 dynamic")


def sized(dtype, size, *names, **more):
    rows, cols, keywords = SIZES[size]
    return [T(name, dtype, rows, cols, **keywords, **more) for name in names]
