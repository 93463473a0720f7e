# SPDX-License-Identifier: Apache-2.0
"""Where a run's time went (`npusim run --why`, docs/time.md), as arrays and data frames."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Iterable, List, Mapping, Tuple

import numpy as np

if TYPE_CHECKING:
    import pandas

Array = np.ndarray[Any, Any]
Json = Mapping[str, Any]

_COUNT, _SHARE = "u8", "f8"

#: Numbers of each table; its other columns are texts.
_NUMBERS: Dict[str, Dict[str, str]] = {
    "critical_lines": {"times": _COUNT, "cycles": _COUNT},
    "waits": {"times": _COUNT, "cycles": _COUNT, "on_critical_path": _COUNT, "gain_cycles": _COUNT},
    "roofline": {"amount": _COUNT, "peak_cycles": _SHARE, "shape_cycles": _SHARE,
                 "available_cycles": _COUNT, "share": _SHARE, "per_cycle": _SHARE,
                 "peak_per_cycle": _SHARE, "task_cycles": _COUNT},
    "shapes": {"times": _COUNT, "peak_cycles": _SHARE, "shape_cycles": _SHARE},
}
_TEXTS: Dict[str, Tuple[str, ...]] = {
    "critical_lines": ("pipe", "use", "source", "task"),
    "waits": ("pipe", "reason", "source", "flag", "task"),
    "roofline": ("task", "path", "core", "pipe", "unit", "bound"),
    "shapes": ("path", "source", "task"),
}


class TimeReport:
    """Tables as structured arrays, a field a column; `to_pandas(table)` is the same as a DataFrame.

        time.pipes           a row a pipe of a core: its cycles by use; they add up to time.cycles
        time.critical_path   a row a part, in order of time; they add up to time.cycles
        time.critical_lines  a row a line of it, most cycles first; the runtime has the rest
        time.waits           a row a line that waits, most of the critical path first
        time.roofline        a row a path of a task: its work, and what it would need at least
        time.shapes          a row a line whose shape costs: bank conflicts, short rows
    """

    TABLES = ("pipes", "critical_path", "critical_lines", "waits", "roofline", "shapes")

    def __init__(self, json: Json) -> None:
        self._json = json
        self.cycles = int(json["cycles"])           #: of the run
        self.critical_core = str(json["critical_core"])  #: on which most of the critical path lies
        pipes = json["pipes"]
        #: What a pipe can spend its time on: columns of pipes and critical_path.
        self.uses: Tuple[str, ...] = tuple(pipes[0]["cycles"]) if pipes else ()

    @property
    def pipes(self) -> Array:
        rows = [{"core": row["core"], "pipe": row["pipe"], **row["cycles"]}
                for row in self._json["pipes"]]
        return _table(rows, ("core", "pipe"), {use: _COUNT for use in self.uses})

    @property
    def critical_path(self) -> Array:
        rows = [{"task": row["task"], "cycles": row["cycles"], **row["uses"]}
                for row in self._json["critical_path"]]
        return _table(rows, ("task",), {"cycles": _COUNT, **{use: _COUNT for use in self.uses}})

    @property
    def critical_lines(self) -> Array:
        return _table(self._json["critical_lines"], _TEXTS["critical_lines"],
                      _NUMBERS["critical_lines"])

    @property
    def waits(self) -> Array:
        return _table(self._json["waits"], _TEXTS["waits"], _NUMBERS["waits"])

    @property
    def roofline(self) -> Array:
        rows = [{**path, "task": task["task"], "bound": task["bound"], "task_cycles": task["cycles"]}
                for task in self._json["roofline"] for path in task["paths"]]
        return _table(rows, _TEXTS["roofline"], _NUMBERS["roofline"])

    @property
    def shapes(self) -> Array:
        return _table(self._json["shapes"], _TEXTS["shapes"], _NUMBERS["shapes"])

    def to_pandas(self, table: str) -> pandas.DataFrame:
        """A table, by name, as a DataFrame."""
        if table not in self.TABLES:
            raise ValueError(f"no table is {table!r}; there are {', '.join(self.TABLES)}")
        import pandas
        rows: Array = getattr(self, table)
        return pandas.DataFrame({name: rows[name] for name in rows.dtype.names or ()})

    def __repr__(self) -> str:
        return f"<time of {self.cycles} cycles: {', '.join(self.TABLES)}>"


def _table(rows: Iterable[Json], texts: Tuple[str, ...], numbers: Dict[str, str]) -> Array:
    rows = list(rows)
    columns: List[Tuple[str, str]] = []
    for name in texts:
        longest = max((len(str(row[name])) for row in rows), default=0)
        columns.append((name, f"U{max(longest, 1)}"))
    columns += list(numbers.items())
    names = [name for name, _ in columns]
    return np.array([tuple(row[name] for name in names) for row in rows], dtype=columns)
