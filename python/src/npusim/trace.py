# SPDX-License-Identifier: Apache-2.0
"""A trace file (HDF5, docs/trace-schema.md) as tables of arrays."""
from __future__ import annotations

import os
from types import TracebackType
from typing import Any, Dict, List, Optional, Tuple, Type

import h5py
import numpy as np

from . import schema
from .access_table import AccessTable
from .binary import PathLike
from .errors import TraceError
from .report import Finding
from .table import Array, Rows, Table


def open_trace(file: PathLike) -> Trace:
    """Opens a trace. Raises TraceError if the file is missing, damaged, no trace, or of a later
    version than this package reads."""
    return Trace(file)


class Trace:
    """An open trace: its tables are attributes (`trace.accesses`, `trace.syncs` ...), each a Table.

    Cycles count from the start of the run. A context manager; tables must not outlive it.
    """

    def __init__(self, file: PathLike) -> None:
        self.path = os.fspath(file)
        self._columns: Dict[Tuple[str, str], Array] = {}
        self._names: Dict[str, List[str]] = {}
        self._sources: Optional[Tuple[List[str], Array]] = None
        try:
            self._file = h5py.File(self.path, "r")
        except OSError as error:
            reason = "there is no such file" if not os.path.exists(self.path) else str(error)
            raise TraceError(f"{self.path} cannot be read as HDF5: {reason}") from None
        self.attributes: Dict[str, Any] = {
            key: _plain(value) for key, value in self._file.attrs.items()}
        self._check_format()
        self.tables: Tuple[str, ...] = tuple(
            name for name in self._file
            if name not in ("knobs", "names", "outputs", "goldens") and isinstance(self._file[name], h5py.Group)
            and all(isinstance(item, h5py.Dataset) for item in self._file[name].values()))

    def _check_format(self) -> None:
        if self.attributes.get("format") != "npusim trace":
            self.close()
            raise TraceError(f"{self.path} is not a trace of npusim: it has no attribute format")
        found = int(self.attributes.get("version", 0))
        if found != schema.VERSION:
            self.close()
            raise TraceError(f"{self.path} has version {found} of the trace format; this package "
                             f"reads version {schema.VERSION}: install the one that came with "
                             f"npusim {self.attributes.get('npusim_version')}")

    program = property(lambda self: str(self.attributes["program"]), doc="As it was given to run.")
    seed = property(lambda self: int(self.attributes["seed"]), doc="Seed of the schedule.")
    schedule = property(lambda self: str(self.attributes["schedule"]),
                        doc="What the hardware chose, as `npusim replay` takes it.")
    verdict = property(lambda self: str(self.attributes.get("verdict", "")),
                       doc="clean, mismatch, race, stall, inconclusive; empty if the run was killed.")
    complete = property(lambda self: bool(self.attributes["complete"]),
                        doc="False: the run was killed; the rows that are there are right.")
    end_cycle = property(lambda self: int(self.attributes["end_cycle"]),
                         doc="When the run ended, in cycles.")

    @property
    def knobs(self) -> Dict[str, str]:
        return {key: str(_plain(value)) for key, value in self._file["knobs"].attrs.items()}

    def table(self, name: str) -> Table:
        """A table by its name. `accesses` comes with columns of its instructions."""
        if name not in self.tables:
            raise KeyError(f"{self.path} has no table {name!r}; it has {', '.join(self.tables)}")
        return AccessTable(self, name) if name == "accesses" else Table(self, name)

    @property
    def accesses(self) -> AccessTable:
        return AccessTable(self, "accesses")

    def __getattr__(self, name: str) -> Table:
        if not name.startswith("_") and name in self.tables:
            return self.table(name)
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")

    def __dir__(self) -> List[str]:
        return [*super().__dir__(), *self.tables]

    def findings(self) -> List[Finding]:
        """What the run's checks found, as they judged it then. Raises TraceError for a trace without
        findings: of a killed run, or of one without checks."""
        if "findings" not in self.tables or not self.attributes.get("has_findings"):
            raise TraceError(f"{self.path} has no findings; `npusim trace races` works them out")
        table = self.table("findings")
        columns = {name: (table.text(name) if table.names(name) else table[name]).tolist()
                   for name in table.columns}
        rows = [dict(zip(columns, values)) for values in zip(*columns.values())]
        replay = str(self.attributes.get("replay", ""))
        return [Finding.from_json({**row, "first": _access(row, "first_"), "replay": replay,
                                   "second": _access(row, "second_")}) for row in rows]

    def output(self, name: str) -> Array:
        """An output of a run with trace_data. A bfloat16 one is the uint16 bits."""
        return self._data("outputs", name)

    def golden(self, name: str) -> Array:
        """What the output should be, of a run with trace_data."""
        return self._data("goldens", name)

    def _data(self, group: str, name: str) -> Array:
        there = list(self._file[group]) if group in self._file else []
        if name not in there or not self.complete:
            raise TraceError(f"{self.path} has no {group}/{name}; it has {', '.join(there) or 'none'}: "
                             "record with --trace-data, and let the run end")
        values: Array = self._file[group][name][:]
        return values

    def names(self, dataset: str) -> List[str]:
        """The names in /names/DATASET; "tensor": those of the rows of `buffers`."""
        if dataset not in self._names:
            names = (self.buffers["name"] if dataset == "tensor"
                     else self._file["names"][dataset].asstr()[:])
            self._names[dataset] = [str(name) for name in names]
        return self._names[dataset]

    @property
    def source_names(self) -> List[str]:
        """ "file:line" of every place in the kernels' text that the trace knows."""
        return self._source_table()[0]

    def source_numbers(self, sites: Array) -> Array:
        """Rows of `sites` as numbers of source_names."""
        names, numbers = self._source_table()
        known: Array = np.append(numbers, len(names))
        return known[np.minimum(sites, len(numbers))]

    def _source_table(self) -> Tuple[List[str], Array]:
        if self._sources is None:
            sites = self.table("sites")
            places = [f"{file}:{line}" if file else ""
                      for file, line in zip(sites["file"], sites["line"])]
            names = list(dict.fromkeys(places))
            number = {name: i for i, name in enumerate(names)}
            self._sources = names, np.array([number[place] for place in places], dtype=np.uint32)
        return self._sources

    def stored_columns(self, table: str) -> Dict[str, Any]:
        """The datasets of a table, by column."""
        return dict(self._file[table].items())

    def read_column(self, table: str, column: str, rows: Rows, length: int) -> Array:
        """These rows of a column of which the first `length` count. Texts as str. A column is kept
        once it was read whole; a slice of one that was not is read alone."""
        kept = self._columns.get((table, column))
        if kept is None and isinstance(rows, slice) and rows != slice(None):
            return self._decoded(table, column, slice(*rows.indices(length)))
        if kept is None:
            kept = self._decoded(table, column, slice(0, length))
            kept.flags.writeable = False
            self._columns[table, column] = kept
        return kept[rows]

    def _decoded(self, table: str, column: str, rows: slice) -> Array:
        values: Array = self._file[table][column][rows]
        if values.dtype.kind != "S":
            return values
        texts = [value.decode("utf-8", errors="replace") for value in self._with_rest(
            f"{table}/{column}", values, rows.start)]
        return np.array(texts, dtype=str)

    def _with_rest(self, column: str, values: Array, first: int) -> List[bytes]:
        """Texts, each with what did not fit its column."""
        texts = [bytes(value) for value in values]
        rest = self._file["text_rest"]
        if column.startswith("text_rest/") or len(rest["column"]) == 0:
            return texts
        of_column = np.flatnonzero(rest["column"][:] == column.encode())
        for row, piece in zip(rest["row"][of_column], rest["piece"][of_column]):
            if first <= row < first + len(texts):
                texts[row - first] += bytes(piece)
        return texts

    def close(self) -> None:
        self._columns.clear()
        self._file.close()

    def __enter__(self) -> Trace:
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<trace {self.path}: {self.program}, seed {self.seed}, {self.verdict or 'no verdict'}>"


def _access(row: Dict[str, Any], prefix: str) -> Optional[Dict[str, Any]]:
    """One access of a row of /findings, as the JSON report has it."""
    access = {name[len(prefix):]: value for name, value in row.items() if name.startswith(prefix)}
    if not any(access[key] for key in ("op", "source", "range", "core", "task")):
        return None
    return {**access, "access": "write" if access.pop("is_write") else "read"}


def _plain(value: Any) -> Any:
    """An attribute's value as str or int."""
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return value.item() if isinstance(value, np.generic) else value
