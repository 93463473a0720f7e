# SPDX-License-Identifier: Apache-2.0
"""The accesses of a trace, with what belongs to their instructions and to the buffers of GM."""
from __future__ import annotations

from typing import Dict, Optional

import numpy as np

from . import schema
from .table import Array, Table

_OF_INSTRUCTION = ("task", "block", "site", "opcode", "tile_op")


class AccessTable(Table):
    """Besides the stored columns:

    task, block, site, opcode, tile_op: the instruction's
    agent, cycle: the access's own or the instruction's (the cycle in which it started)
    tensor: the argument or block of the heap that holds the first byte, if it is in GM
    bytes: in all runs
    begin, end: the stretch of addresses from the first byte to behind the last, gaps included
    """

    derived: Dict[str, Optional[str]] = {
        "agent": "agent", "cycle": None, "task": None, "block": None, "site": None,
        "opcode": "opcode", "tile_op": "tile_op", "tensor": "tensor", "bytes": None, "begin": None,
        "end": None}

    def touching(self, begin: int, end: int) -> AccessTable:
        """The accesses with at least one byte in [begin, end), whichever memory; exact for strided
        ones."""
        near = self._keep((self["begin"] < end) & (self["end"] > begin))
        return near._keep(near._touches(begin, end))

    def _touches(self, begin: int, end: int) -> Array:
        first, length = _signed(self["address"]), _signed(self["run_bytes"])
        runs, stride = _signed(self["runs"]), _signed(self["run_stride"])
        groups, group_stride = _signed(self["groups"]), _signed(self["group_stride"])
        touches = np.zeros(len(self), dtype=bool)
        for group in range(int(groups.max(initial=0))):
            start = first + group * group_stride
            touches |= (group < groups) & _run_touches(start, length, runs, stride, begin, end)
        return touches

    def _derive(self, name: str) -> Array:
        if name in _OF_INSTRUCTION:
            return self._of_instruction(name)
        if name == "agent":
            own = self._read("agent")
            return np.where(own == schema.NONE16, self._of_instruction("agent"), own)
        if name == "cycle":
            own = self._read("cycle")
            return np.where(own == schema.NONE64, self._of_instruction("start_cycle"), own)
        if name == "tensor":
            return self._tensors()
        if name == "bytes":
            length = self._read("run_bytes").astype(np.uint64)
            return length * self._read("runs") * self._read("groups")
        return self._bound(last=name == "end")

    def _of_instruction(self, column: str) -> Array:
        values = self._trace.instructions[column]
        names = self._trace.instructions.names(column)
        none = len(names) if names is not None else schema.NONE.get(("instructions", column), -1)
        if column == "start_cycle":
            none = schema.NONE64
        rows = self._instruction_rows()
        known = rows >= 0
        result = np.full(len(rows), none, dtype=values.dtype)
        result[known] = values[rows[known]]
        return result

    def _instruction_rows(self) -> Array:
        """Rows of /instructions; -1: of no instruction that is in the file."""
        rows = self._read("instruction").copy()
        by_id = np.flatnonzero(rows < -1)
        if len(by_id):
            ids = self._trace.instructions["id"]
            order = np.argsort(ids, kind="stable")
            wanted = (-1 - rows[by_id]).astype(np.uint64)
            place = np.minimum(np.searchsorted(ids, wanted, sorter=order), max(len(ids) - 1, 0))
            candidates = order[place] if len(ids) else np.zeros(len(wanted), dtype=np.int64)
            same = ids[candidates] == wanted if len(ids) else np.zeros(len(wanted), dtype=bool)
            rows[by_id] = np.where(same, candidates, -1)
        rows[rows >= len(self._trace.instructions)] = -1  # a killed run wrote the access only
        return rows

    def _tensors(self) -> Array:
        """Row of the buffer that held the first byte at the time."""
        buffers = self._trace.buffers
        result = np.full(len(self), len(buffers), dtype=np.uint32)
        gm = self._trace.names("space").index("GM")
        in_gm = np.flatnonzero(self["space"] == gm)
        order = in_gm[np.argsort(self["address"][in_gm], kind="stable")]
        address, cycle = self["address"][order], self["cycle"][order]
        released = self._trace.names("buffer_kind").index("HeapReleased")
        sizes, since, kinds = buffers["bytes"], buffers["cycle"], buffers["kind"]
        for row, begin in enumerate(buffers["address"]):  # later owners of the same bytes go over
            if kinds[row] == released:
                continue
            low = np.searchsorted(address, begin)
            high = np.searchsorted(address, begin + sizes[row])
            inside = np.arange(low, high)[cycle[low:high] >= since[row]]
            result[order[inside]] = row
        return result

    def _bound(self, last: bool) -> Array:
        bound = _signed(self._read("address"))
        for count, stride in (("groups", "group_stride"), ("runs", "run_stride")):
            reach = (_signed(self._read(count)) - 1) * self._read(stride)
            bound = bound + (np.maximum(reach, 0) if last else np.minimum(reach, 0))
        return bound + _signed(self._read("run_bytes")) if last else bound


def _signed(values: Array) -> Array:
    return values.astype(np.int64)


def _run_touches(start: Array, length: Array, runs: Array, stride: Array, begin: int,
                 end: int) -> Array:
    """Whether any of `runs` runs, `stride` apart, has a byte in [begin, end)."""
    # Mirror negative strides: the same runs from the other end.
    start = start + np.minimum(stride, 0) * (runs - 1)
    step = np.maximum(np.abs(stride), 1)
    runs = np.where(stride == 0, 1, runs)
    earliest = np.maximum((begin - start - length) // step + 1, 0)  # the first that ends behind begin
    latest = np.minimum((end - 1 - start) // step, runs - 1)        # the last that starts before end
    touches: Array = (earliest <= latest) & (length > 0)
    return touches
